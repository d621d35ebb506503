// The public pages' one script. Every page can be read and used without it.
"use strict";
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// Search: titles while one types. Without this the box is an ordinary form.
for (const input of document.querySelectorAll("form.search input[type=search]")) {
  const list = document.createElement("ul");
  let timer = 0, request = null, chosen = -1, typed = input.value;
  list.id = `suggestions-${document.querySelectorAll(".suggestions").length + 1}`;
  list.className = "suggestions";
  list.hidden = true;
  for (const [name, value] of [["role", "listbox"], ["aria-label", "名称中含有所输词语的信息"]]) list.setAttribute(name, value);
  for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"], ["aria-controls", list.id]]) input.setAttribute(name, value);
  input.form.append(list);

  const close = () => {
    clearTimeout(timer);
    request?.abort();
    chosen = -1;
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const choose = (number) => {
    const options = [...list.children];
    chosen = (number + options.length + 1) % (options.length + 1); // the last place is the box itself
    if (chosen === options.length) chosen = -1;
    options.forEach((option, at) => option.setAttribute("aria-selected", String(at === chosen)));
    if (chosen < 0) return input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-activedescendant", options[chosen].id);
    options[chosen].scrollIntoView({ block: "nearest" });
  };
  const ask = async () => {
    request?.abort();
    request = new AbortController();
    try {
      const answer = await fetch(`/search/suggest/?q=${encodeURIComponent(typed.slice(0, 200))}`, { signal: request.signal });
      if (!answer.ok || input.value !== typed || document.activeElement !== input) return;
      list.innerHTML = await answer.text(); // our own fragment, escaped where it is made
      [...list.children].forEach((option, at) => { option.id = `${list.id}-${at}`; });
      chosen = -1;
      list.hidden = list.children.length === 0;
      input.setAttribute("aria-expanded", String(!list.hidden));
      input.removeAttribute("aria-activedescendant");
    } catch {
      // a later request took its place, or the network is away: the form still works
    }
  };
  const typing = (event) => {
    if (event.isComposing || input.value === typed) return;
    typed = input.value;
    clearTimeout(timer);
    if (typed.trim()) timer = setTimeout(ask, 150);
    else close();
  };
  input.addEventListener("input", typing);
  input.addEventListener("compositionend", () => typing({}));
  input.addEventListener("keydown", (event) => {
    if (event.isComposing || list.hidden) return;
    if (event.key === "ArrowDown") choose(chosen + 1);
    else if (event.key === "ArrowUp") choose(chosen < 0 ? list.children.length - 1 : chosen - 1);
    else if (event.key === "Escape") close();
    else if (event.key === "Enter" && chosen >= 0) list.children[chosen].firstElementChild.click();
    else return;
    event.preventDefault();
  });
  list.addEventListener("mousedown", (event) => event.preventDefault()); // the box keeps the focus
  input.addEventListener("blur", close);
}

// The request form: what is public already, while one types what one wants. Without this it is said on handing in.
for (const input of document.querySelectorAll("[data-offers]")) {
  const place = document.getElementById("offers");
  let timer = 0, asked = "", first = "1";
  const ask = async () => {
    const text = input.value.trim();
    if (text === asked) return;
    asked = text;
    try {
      const answer = await fetch(`${input.dataset.offers}?q=${encodeURIComponent(text.slice(0, 120))}&first=${first}`);
      if (!answer.ok || input.value.trim() !== text) return;
      place.innerHTML = await answer.text(); // our own fragment, escaped where it is made
      if (place.querySelector("a")) first = "";
    } catch {
      // the network is away: the form still works
    }
  };
  input.addEventListener("input", (event) => {
    if (event.isComposing) return;
    clearTimeout(timer);
    timer = setTimeout(ask, 250);
  });
  input.addEventListener("compositionend", () => input.dispatchEvent(new Event("input")));
}
