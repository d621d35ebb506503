"""Who may open which address: address × post. An address without a row here is refused to all.

The rows name views, not paths, so a view cannot be reached by another spelling of its path.
Reading the table is reading the rights of the whole system; tests hold it against the URL table.
"""

from gongkai.people.models import PostKind as P

EVERYONE: frozenset[str] = frozenset({"everyone"})
SIGNED_IN: frozenset[str] = frozenset({"signed-in"})
STAFF = frozenset(P) - {P.ADMIN}  # who keeps accounts signs nothing
WRITERS = frozenset({P.EDITOR, P.HEAD, P.OFFICE})
EDITORS = frozenset({P.EDITOR})
# Editors among them: they sign 核数.
SIGNERS = frozenset({P.EDITOR, P.HEAD, P.SECRECY, P.OFFICE, P.LEADER})
OFFICE = frozenset({P.OFFICE})
HANDLERS = frozenset({P.EDITOR, P.OFFICE})
CASE_READERS = SIGNERS | {P.ARCHIVIST}
ADMIN = frozenset({P.ADMIN})
REGISTER = STAFF
HOLDERS = STAFF | ADMIN  # whoever holds any post: they may delegate it

ACCESS: dict[str, frozenset[str]] = {
    # signing in
    "people:login": EVERYONE,
    "people:claim": EVERYONE,
    "people:logout": EVERYONE,
    # the live page of parts shows nothing but sample data
    "design:parts": EVERYONE,
    # the search stands on the public pages
    "portal:search": EVERYONE,
    "portal:suggest": EVERYONE,
    # the counter: whoever asks for information, or writes
    "portal:request": EVERYONE,
    "portal:record": EVERYONE,
    "portal:form_print": EVERYONE,
    "portal:flow": EVERYONE,
    "portal:flow_print": EVERYONE,
    "portal:answers": EVERYONE,
    "portal:answer": EVERYONE,
    "portal:status": EVERYONE,
    "portal:status_file": EVERYONE,  # to whom the case was just shown
    "portal:rate": EVERYONE,
    "portal:mailbox": EVERYONE,
    "portal:calendar": EVERYONE,
    "portal:calendar_ics": EVERYONE,
    "portal:calendar_atom": EVERYONE,
    "portal:calendar_json": EVERYONE,
    # the data services: no key; nothing in them depends on who asks
    "figures:px_config": EVERYONE,
    "figures:px_tables": EVERYONE,
    "figures:px_table": EVERYONE,
    "figures:px_metadata": EVERYONE,
    "figures:px_default": EVERYONE,
    "figures:px_data": EVERYONE,
    "figures:px_codelist": EVERYONE,
    "figures:px_save": EVERYONE,
    "figures:px_saved": EVERYONE,
    "figures:px_saved_data": EVERYONE,
    "figures:px_saved_selection": EVERYONE,
    "figures:px_unknown": EVERYONE,
    "figures:sdmx_v1": EVERYONE,
    "figures:sdmx_v2": EVERYONE,
    # the desk
    "publishing:home": SIGNED_IN,
    "publishing:cards": STAFF,
    "publishing:card": STAFF,
    "publishing:card_pdf": STAFF,
    "publishing:sign": SIGNERS,
    "publishing:send_back": SIGNERS,
    "publishing:refer": frozenset({P.SECRECY}),
    "publishing:withdraw": WRITERS,
    "publishing:enter_paper": OFFICE,
    "publishing:confirm_paper": frozenset({P.OFFICE, P.SECRECY}),
    "publishing:paper_scan": STAFF,
    "publishing:disclosures": STAFF,
    "publishing:disclosure": STAFF,
    "publishing:new": EDITORS,
    "publishing:import_draft": EDITORS,
    "publishing:submit": EDITORS,
    "publishing:refile": EDITORS,
    "publishing:ask_change": frozenset({P.EDITOR, P.OFFICE}),
    "publishing:resubmit_change": frozenset({P.EDITOR, P.OFFICE}),
    "publishing:urgent": OFFICE,
    "publishing:columns": OFFICE,
    "publishing:column_new": OFFICE,
    "publishing:column_change": OFFICE,
    "publishing:column_move": OFFICE,
    "publishing:column_close": OFFICE,
    "publishing:column_reopen": OFFICE,
    "publishing:profile": OFFICE,
    "publishing:site": OFFICE,
    "portal:site_preview": OFFICE,
    "portal:card_preview": STAFF,
    "publishing:duties": HOLDERS,
    "publishing:duty_new": OFFICE,
    "publishing:duty_end": OFFICE,
    "publishing:holidays": STAFF,
    "publishing:holidays_new": OFFICE,
    "publishing:holidays_confirm": OFFICE,
    "publishing:routes": HOLDERS,
    "publishing:route_change": OFFICE,
    "publishing:file": STAFF,
    "publishing:media": STAFF,
    # the counter: who may see which case, and do what with it, the room asks once more
    "casework:cases": CASE_READERS,
    "casework:case": CASE_READERS,
    "casework:file": CASE_READERS,
    "casework:document": CASE_READERS,
    "casework:print": CASE_READERS,
    "casework:register": OFFICE,
    "casework:identity": HANDLERS,
    "casework:slip": HANDLERS,
    "casework:act": HANDLERS,
    "casework:void": OFFICE,
    "casework:drop_part": HANDLERS,
    "casework:redact": HANDLERS,
    "casework:page_picture": HANDLERS,
    "casework:draft": HANDLERS,
    "casework:revise": HANDLERS,
    "casework:hand_in": HANDLERS,
    "casework:deliver": OFFICE,
    "casework:withheld": CASE_READERS,
    "casework:withheld_new": OFFICE,
    "casework:withheld_review": OFFICE,
    "casework:candidates": OFFICE,
    "casework:disputes": CASE_READERS - EDITORS,
    "casework:dispute_new": OFFICE,
    "casework:answer_dispute": OFFICE,
    "casework:close_dispute": OFFICE,
    "casework:topics": CASE_READERS,
    "casework:topic_new": OFFICE,
    "casework:topic_end": OFFICE,
    "casework:rates": CASE_READERS - EDITORS,
    "casework:late": CASE_READERS - EDITORS,
    "casework:destruction": OFFICE,
    "casework:calendar": CASE_READERS,
    "casework:calendar_renew": CASE_READERS,
    "casework:calendar_revoke": CASE_READERS,
    "casework:feed": EVERYONE,  # a calendar's program cannot sign in: the address is the secret
    # the release calendar
    "outreach:releases": STAFF,
    "outreach:release": STAFF,
    "outreach:plan": HANDLERS,
    "outreach:settle": OFFICE,
    "outreach:change": HANDLERS,
    "outreach:decide": OFFICE,
    "outreach:cancel": HANDLERS,
    "outreach:tie": HANDLERS,
    # the annual report
    "oversight:reports": SIGNERS,
    "oversight:report": SIGNERS,
    "oversight:behind": SIGNERS,
    "oversight:docx": SIGNERS,
    "oversight:pdf": SIGNERS,
    "oversight:declare": frozenset({P.EDITOR, P.OFFICE}),
    "oversight:draft": EDITORS,
    "oversight:reprint": EDITORS,
    "oversight:submit": OFFICE,
    "oversight:receipt": SIGNERS,
    "oversight:compare": HANDLERS,
    "oversight:counting": OFFICE,
    # the register
    "register:list": REGISTER,
    "register:entry": REGISTER,
    "register:print": REGISTER,
    "register:xlsx": REGISTER,
    # people: the administrator proposes, the disclosure office confirms
    "people:overview": SIGNED_IN,
    "people:password": SIGNED_IN,
    "people:rebind": SIGNED_IN,
    "people:recovery": SIGNED_IN,
    "people:users": SIGNED_IN,
    "people:user": SIGNED_IN,
    "people:delegate": HOLDERS,
    "people:end_delegation": HOLDERS,
    "people:add_department": ADMIN,
    "people:add_post": ADMIN,
    "people:add_user": ADMIN,
    "people:propose_holding": ADMIN,
    "people:transfer": ADMIN,
    "people:propose_reset": ADMIN,
    "people:disable": ADMIN,
    "people:email": ADMIN | OFFICE,
    "people:end_holding": ADMIN | OFFICE,
    "people:confirmations": ADMIN | OFFICE,
    "people:confirm_holding": OFFICE,
    "people:confirm_reset": OFFICE,
    "people:withdraw_reset": ADMIN | OFFICE,
    # the editor: drafting, looking, choosing files; every other road of Wagtail's stays shut
    "wagtailadmin_pages:add": EDITORS,
    "wagtailadmin_pages:preview_on_add": EDITORS,
    "wagtailadmin_pages:edit": EDITORS,
    "wagtailadmin_pages:preview_on_edit": EDITORS,
    "wagtailadmin_pages:view_draft": EDITORS,
    "wagtailadmin_pages:revisions_index": EDITORS,
    "wagtailadmin_pages:revisions_view": EDITORS,
    "wagtailadmin_pages:revisions_compare": EDITORS,
    "wagtailadmin_pages:history": EDITORS,
    "wagtailadmin_pages:history_results": EDITORS,
    "wagtailadmin_choose_page_external_link": EDITORS,
    "wagtailadmin_choose_page_email_link": EDITORS,
    "wagtailadmin_block_preview": EDITORS,
    "wagtailadmin_dismissibles": EDITORS,
    "wagtailadmin_editing_sessions:ping": EDITORS,
    "wagtailadmin_editing_sessions:release": EDITORS,
    "wagtailadmin_sprite": EVERYONE,
    "wagtailadmin_javascript_catalog": EVERYONE,
    "wagtailadmin_tag_autocomplete": EDITORS,
    "wagtailadmin_tag_model_autocomplete": EDITORS,
    "wagtaildocs_chooser:choose": EDITORS,
    "wagtaildocs_chooser:choose_results": EDITORS,
    "wagtaildocs_chooser:chosen": EDITORS,
    "wagtaildocs_chooser:chosen_multiple": EDITORS,
    "wagtaildocs_chooser:create": EDITORS,
    "wagtailimages_chooser:choose": EDITORS,
    "wagtailimages_chooser:choose_results": EDITORS,
    "wagtailimages_chooser:chosen": EDITORS,
    "wagtailimages_chooser:chosen_multiple": EDITORS,
    "wagtailimages_chooser:create": EDITORS,
    "wagtaildocs_serve": EDITORS,
    "vintages:choose": EDITORS,
    "vintages:choose_results": EDITORS,
    "vintages:chosen": EDITORS,
    "series:choose": EDITORS,
    "series:choose_results": EDITORS,
    "series:chosen": EDITORS,
}


def may_open(view: str, kinds: frozenset[str], *, signed_in: bool) -> bool:
    """Say whether somebody holding posts of these kinds may open a view."""
    allowed = ACCESS.get(view)
    if allowed is None:
        return False
    if allowed == EVERYONE:
        return True
    return signed_in and (allowed == SIGNED_IN or bool(allowed & kinds))
