/* While a draft is typed, the fast checks read it (边写边查). Nothing typed is kept on the server. */
(() => {
  const form = document.getElementById("page-edit-form");
  if (!form) return;
  const WAIT = 1200;
  const panel = document.createElement("details");
  panel.className = "live-checks";
  panel.hidden = true;
  panel.innerHTML = '<summary aria-live="polite"></summary><ul></ul>';
  document.body.append(panel);
  const summary = panel.querySelector("summary");
  const list = panel.querySelector("ul");

  const label = (field) => {
    const named = field.id && document.querySelector(`label[for="${CSS.escape(field.id)}"]`);
    return named ? named.textContent.replace("*", "").trim() : "正文";
  };
  const pieces = () => {
    const found = [];
    let paragraph = 0;
    for (const one of form.querySelectorAll(
      'input[type="text"]:not([hidden]), textarea:not([hidden]), .public-DraftEditor-content, .handsontable td'
    )) {
      if (one.closest("template") || one.matches(".handsontable textarea, [data-draftail-input], [name*='csrf']")) continue;
      const blocks = one.matches(".public-DraftEditor-content")
        ? [...one.querySelectorAll("[data-block]")].map((block) => [`正文第${++paragraph}段`, block.textContent])
        : [[one.matches("td") ? "表格" : label(one), one.matches("td") ? one.textContent : one.value]];
      for (const [place, text] of blocks) if (text && text.trim()) found.push([place, text]);
    }
    return found;
  };

  let timer, asked = 0, last = "";
  const ask = async () => {
    const said = JSON.stringify(pieces());
    if (said === last) return;
    last = said;
    const number = ++asked;
    const body = new URLSearchParams({ pieces: said });
    const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
    let answer;
    try {
      answer = await fetch("/desk/checks/", {
        method: "POST", body, headers: { "X-CSRFToken": token }, credentials: "same-origin",
      });
      if (!answer.ok) throw new Error(answer.status);
    } catch {
      last = "";
      return;
    }
    if (number === asked) show((await answer.json()).findings);
  };
  const show = (findings) => {
    panel.hidden = findings.length === 0;
    summary.textContent = `边写边查：${findings.length}条意见`;
    list.replaceChildren(...findings.map((one) => {
      const item = document.createElement("li");
      item.className = one.severity;
      item.textContent = `${one.place}“${one.excerpt}”：${one.why}${one.proposal ? `　建议：${one.proposal}` : ""}`;
      return item;
    }));
  };
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  };
  form.addEventListener("input", later);
  form.addEventListener("keyup", later);
  setTimeout(ask, WAIT);
})();
