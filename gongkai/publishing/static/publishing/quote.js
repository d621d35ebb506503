/* A figure inside a sentence (引用指标): found by name, chosen by period, filled from the data. */
(() => {
  const { React, DraftJS } = window;
  const make = React.createElement;

  class FigureSource extends React.Component {
    componentDidMount() {
      const dialog = document.createElement("dialog");
      dialog.className = "quote-figure";
      dialog.innerHTML =
        '<form method="dialog"><label for="quote-q">引用指标</label>' +
        '<p class="help">输入指标名称，再点要引用的数。句子里的数随数据更新，修订后提醒更正。</p>' +
        '<input id="quote-q" type="search" maxlength="60" autocomplete="off">' +
        '<div role="status" class="help"></div><ul></ul><button value="">取消</button></form>';
      document.body.append(dialog);
      this.dialog = dialog;
      const input = dialog.querySelector("input");
      const status = dialog.querySelector("[role=status]");
      const list = dialog.querySelector("ul");
      let timer, asked = 0;
      const look = async () => {
        const number = ++asked;
        let found;
        try {
          const answer = await fetch(`/desk/quotable/?q=${encodeURIComponent(input.value)}`, { credentials: "same-origin" });
          if (!answer.ok) throw new Error(answer.status);
          found = (await answer.json()).series;
        } catch {
          status.textContent = "没有查到，请检查网络后再试。";
          return;
        }
        if (number !== asked) return;
        status.textContent = found.length ? "" : input.value.trim() ? "没有可以引用的指标。" : "";
        list.replaceChildren(...found.map((one) => this.offered(one)));
      };
      input.addEventListener("input", () => {
        clearTimeout(timer);
        timer = setTimeout(look, 300);
      });
      input.addEventListener("keydown", (event) => {
        if (event.key === "Enter") { event.preventDefault(); clearTimeout(timer); look(); }
      });
      dialog.addEventListener("close", () => this.end(null));
      const { editorState, entity } = this.props;
      const selection = editorState.getSelection();
      if (!entity && !selection.isCollapsed()) {
        const block = editorState.getCurrentContent().getBlockForKey(selection.getStartKey());
        input.value = block.getText().slice(selection.getStartOffset(), selection.getEndOffset());
        look();
      }
      dialog.showModal();
      input.focus();
    }

    componentWillUnmount() {
      this.dialog.remove();
    }

    offered(one) {
      const item = document.createElement("li");
      const name = document.createElement("b");
      name.textContent = one.name;
      item.append(name);
      for (const value of one.values) {
        const button = document.createElement("button");
        button.type = "button";
        button.textContent = `${value.period}　${value.down ? "下降" : ""}${value.shown}`;
        button.addEventListener("click", () => {
          this.chosen = value;
          this.dialog.close();
        });
        item.append(button);
      }
      return item;
    }

    end() {
      if (this.ended) return;
      this.ended = true;
      const { editorState, entityType, onComplete, onClose } = this.props;
      if (!this.chosen) {
        onClose();
        return;
      }
      const content = editorState.getCurrentContent().createEntity(
        entityType.type, "IMMUTABLE", { value: this.chosen.reference }
      );
      const changed = DraftJS.Modifier.replaceText(
        content, editorState.getSelection(), this.chosen.shown, null, content.getLastCreatedEntityKey()
      );
      onComplete(DraftJS.EditorState.push(editorState, changed, "insert-characters"));
    }

    render() {
      return null;
    }
  }

  const Figure = ({ entityKey, contentState, children }) =>
    make("span", {
      className: "quoted-figure",
      title: contentState.getEntity(entityKey).getData().value,
    }, children);

  window.draftail.registerPlugin({ type: "FIGURE", source: FigureSource, decorator: Figure }, "entityTypes");
})();
