/* Drawing boxes on the picture of a page; without it they are typed. What is drawn is what is typed. */
const field = document.querySelector("[data-boxes]");
const SVG = "http://www.w3.org/2000/svg";

for (const view of field ? document.querySelectorAll(".page-view") : []) {
  const picture = view.querySelector("img");
  const page = view.dataset.page;
  const width = Number(view.dataset.width);
  const height = Number(view.dataset.height);
  const sheet = document.createElementNS(SVG, "svg");
  sheet.setAttribute("viewBox", `0 0 ${width} ${height}`);
  sheet.setAttribute("aria-hidden", "true");
  view.append(sheet);

  const place = (event) => {
    const frame = picture.getBoundingClientRect();
    const along = (at, start, size, whole) => Math.min(whole, Math.max(0, ((at - start) / size) * whole));
    return [along(event.clientX, frame.left, frame.width, width), along(event.clientY, frame.top, frame.height, height)];
  };

  const draw = (x0, y0, x1, y1) => {
    const box = document.createElementNS(SVG, "rect");
    const sides = { x: Math.min(x0, x1), y: Math.min(y0, y1), width: Math.abs(x1 - x0), height: Math.abs(y1 - y0) };
    for (const [name, value] of Object.entries(sides)) box.setAttribute(name, value);
    sheet.append(box);
    return box;
  };

  const show = () => {
    sheet.replaceChildren();
    for (const line of field.value.split("\n")) {
      const [number, ...sides] = line.trim().split(/[,，\s]+/);
      if (number === page && sides.length === 4) draw(...sides.map(Number));
    }
  };

  let start = null;
  picture.draggable = false;
  picture.addEventListener("pointerdown", (event) => {
    start = place(event);
    picture.setPointerCapture(event.pointerId);
    event.preventDefault();
  });
  picture.addEventListener("pointermove", (event) => {
    if (!start) return;
    show();
    draw(...start, ...place(event));
  });
  picture.addEventListener("pointerup", (event) => {
    if (!start) return;
    const [x0, y0] = start;
    const [x1, y1] = place(event);
    start = null;
    if (Math.abs(x1 - x0) > 2 && Math.abs(y1 - y0) > 2) {
      const sides = [Math.min(x0, x1), Math.min(y0, y1), Math.max(x0, x1), Math.max(y0, y1)];
      const line = [page, ...sides.map((side) => side.toFixed(1))].join(", ");
      field.value = [...field.value.split("\n").filter((one) => one.trim()), line].join("\n");
    }
    show();
  });
  field.addEventListener("input", show);
  show();
}
