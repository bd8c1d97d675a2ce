const LOST = 15000;

function written(value, spec) {
  const digits = Number(/\.(\d)f/.exec(spec)?.[1] ?? 0);
  const shape = { minimumFractionDigits: digits, maximumFractionDigits: digits, useGrouping: spec.includes(",") };
  const sign = value < 0 ? "−" : value > 0 && spec.startsWith("+") ? "+" : "";
  return sign + Math.abs(value).toLocaleString("en-US", shape);
}

function bar(number) {
  const drawn = document.createElement("i");
  drawn.className = `place-${number}`;
  return drawn;
}

function strip(place, number, low, high) {
  const share = (value) => (100 * (value - low)) / (high - low);
  const row = document.createElement("div");
  const drawn = row.appendChild(bar(number));
  drawn.style.left = `${share(place.low)}%`;
  drawn.style.width = `${share(place.high) - share(place.low)}%`;
  return row;
}

function line(...parts) {
  const drawn = document.createElement("li");
  drawn.append(...parts);
  return drawn;
}

export default function ({ data, parentElement, setStateValue }) {
  const [label, output, range, marks, list] = ["label", "output", "input", ".strip", "ul"].map((name) => parentElement.querySelector(name));
  const sending = (range.sending ??= { turn: null, timer: null });

  const show = (value) => {
    output.value = written(value, data.spec);
    range.setAttribute("aria-valuetext", output.value);
  };
  const send = () => {
    sending.turn = Date.now();
    clearTimeout(sending.timer);
    sending.timer = setTimeout(() => { sending.turn = null; }, LOST);
    setStateValue("moved", [range.valueAsNumber, sending.turn]);
  };

  label.textContent = data.label;
  Object.assign(range, { min: data.low, max: data.high, step: data.step });
  marks.replaceChildren(...data.been.map((place, number) => strip(place, number, data.low, data.high)));
  list.replaceChildren(...data.been.map((place, number) => line(bar(number), place.text)), ...(data.note ? [line(data.note)] : []));
  const isAwayFrom = (value) => Math.abs(range.valueAsNumber - value) >= data.step / 2;
  range.oninput = range.onchange = () => {
    show(range.valueAsNumber);
    if (sending.turn === null && isAwayFrom(data.value)) send();
  };
  if (sending.turn === null) {
    range.value = data.value;
  } else if (data.heard?.[1] === sending.turn) {
    sending.turn = null;
    if (isAwayFrom(data.heard[0])) send();
    else range.value = data.value;
  }
  show(sending.turn === null ? data.value : range.valueAsNumber);
}
