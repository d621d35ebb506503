"""Who does what: departments, posts, users, delegations, sign-in (科室、岗位、人员、委托)."""
