// The streams, and a live view of one. Both arrive over an EventSource: the list as each stream, and
// again when its state changes; lines with ids, from the last of which the browser goes on by itself.
// What cannot be had any more arrives as a gap and is shown as one.

// As much as a browser lays out without effort; older lines are one click on "as text" away.
const MAX_LINES = 5000;
const FIRST_LINES = 500;
// As the gateway tells the browser for what it does by itself.
const RETRY_MILLIS = 2000;

const byId = (id) => document.getElementById(id);
const list = byId("streams");
const log = byId("log");
const status = byId("status");
const follow = byId("follow");

let source = null;
let shown = null;
let waiting = [];
let listSource = null;
const streams = new Map();

// Only while it is seen: over HTTP/1.1 a browser has six connections for all tabs together.
function followList() {
  listSource?.close();
  listSource = null;
  if (document.hidden) return;
  listSource = new EventSource("streams");
  listSource.onopen = () => streams.clear();
  listSource.addEventListener("end", (event) => {
    if (JSON.parse(event.data).reason === "auth") askWho();
  });
  listSource.onerror = () => {
    if (listSource.readyState === EventSource.CLOSED) askWho();
    if (!source) status.textContent = "The gateway does not answer.";
    if (listSource.readyState === EventSource.CLOSED) setTimeout(followList, RETRY_MILLIS);
  };
  listSource.addEventListener("hello", (event) => {
    if (!source) status.textContent = "";
    if (JSON.parse(event.data).streams === 0) render();
  });
  listSource.addEventListener("stream", (event) => {
    const stream = JSON.parse(event.data);
    streams.set(stream.name, stream);
    rendering ||= requestAnimationFrame(render);
  });
  listSource.addEventListener("removed", (event) => {
    streams.delete(JSON.parse(event.data).name);
    rendering ||= requestAnimationFrame(render);
  });
}

// A thousand streams come as a thousand events: they are laid out once a frame.
let rendering = 0;

function render() {
  rendering = 0;
  const sorted = [...streams.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  byId("none").hidden = sorted.length > 0;
  list.replaceChildren(...sorted.map(entry));
  if (!shown && !location.hash && sorted.length === 1) location.hash = sorted[0].name;
}

function entry(stream) {
  const link = document.createElement("a");
  link.href = `#${stream.name}`;
  link.className = stream.state;
  if (stream.name === shown) link.setAttribute("aria-current", "true");
  const name = document.createElement("span");
  name.className = "name";
  name.textContent = stream.name;
  const detail = document.createElement("small");
  const labels = Object.entries(stream.labels).map(([key, value]) => `${key}=${value}`);
  const kind = stream.source === "none" ? "history" : stream.source;
  detail.textContent = [kind, stream.state, ...labels].join(" · ");
  link.append(name, detail);
  const item = document.createElement("li");
  item.append(link);
  return item;
}

function open() {
  source?.close();
  waiting = [];
  log.replaceChildren();
  shown = decodeURIComponent(location.hash.slice(1)) || null;
  if (!shown) return;
  byId("name").textContent = shown;
  const path = `streams/${encodeURIComponent(shown)}/log`;
  const raw = byId("raw");
  raw.href = path;
  raw.hidden = false;
  status.textContent = "connecting";
  source = new EventSource(`${path}?tail=${FIRST_LINES}`);
  source.onopen = () => (status.textContent = "live");
  source.onerror = () => {
    status.textContent =
      source.readyState === EventSource.CLOSED ? "over" : "cut off, connecting again";
  };
  source.onmessage = (event) => line(JSON.parse(event.data));
  source.addEventListener("hello", (event) => {
    if (JSON.parse(event.data).resumed === "reset") notice("the log is another one now");
  });
  source.addEventListener("gap", (event) => {
    const gap = JSON.parse(event.data);
    notice(`gap: ${gap.lines} lines lost (${gap.reason})`);
  });
  source.addEventListener("state", (event) => state(JSON.parse(event.data)));
  source.addEventListener("end", (event) => {
    const reason = JSON.parse(event.data).reason;
    if (reason === "drain") return; // the gateway is restarting: the browser comes back by itself
    if (reason === "auth") return askWho(); // so it does with what a proxy has renewed
    status.textContent = reason;
    source.close();
  });
}

// An EventSource does not say that it got a 401, and leaves the page with nothing.
async function askWho() {
  const answer = await fetch("login", { headers: { accept: "application/json" } }).catch(() => null);
  if (answer?.status === 401) logIn();
  if (!answer?.ok) return;
  const who = await answer.json();
  byId("logout").hidden = !who.session;
  byId("logout").title = who.session ? `${who.principal}, until ${who.expires}` : "";
}

// The login leads back to where the person was.
function logIn() {
  const here = location.pathname + location.search + location.hash;
  location.assign(`login?return=${encodeURIComponent(here)}`);
}

byId("logout").addEventListener("click", async () => {
  await fetch("logout", { method: "POST" });
  logIn();
});

function state({ state, run, code, time }) {
  const text = [state, run && `run ${run}`, code !== undefined && `code ${code}`];
  add({ time, kind: "notice", text: `--- ${text.filter(Boolean).join(", ")} ---`, ends: true });
}

function notice(text) {
  add({ kind: "notice", text: `--- ${text} ---`, ends: true });
}

function line({ time, origin, line, bytes, partial }) {
  const text = line ?? new TextDecoder().decode(Uint8Array.from(atob(bytes), (c) => c.charCodeAt(0)));
  add({ time, kind: origin, text, ends: !partial });
}

// Events come in bursts: they are laid out once a frame.
function add(item) {
  if (waiting.push(item) === 1) requestAnimationFrame(flush);
  if (waiting.length > MAX_LINES) waiting.splice(0, waiting.length - MAX_LINES);
}

function flush() {
  const rows = document.createDocumentFragment();
  for (const item of waiting.splice(0)) {
    const open = rows.lastElementChild ?? log.lastElementChild;
    if (open?.dataset.open === item.kind) {
      open.append(item.text);
      if (item.ends) delete open.dataset.open;
    } else {
      rows.append(row(item));
    }
  }
  log.append(rows);
  while (log.childElementCount > MAX_LINES) log.firstElementChild.remove();
  if (follow.checked) log.scrollTop = log.scrollHeight;
}

function row({ time, kind, text, ends }) {
  const element = document.createElement("div");
  element.className = kind;
  if (!ends) element.dataset.open = kind;
  if (time) {
    const stamp = document.createElement("time");
    stamp.textContent = time.slice(0, 23).replace("T", " ");
    element.append(stamp);
  }
  element.append(text);
  return element;
}

// Scrolling up stops following; back at the end it goes on.
log.addEventListener("scroll", () => {
  follow.checked = log.scrollTop + log.clientHeight >= log.scrollHeight - 4;
});
follow.addEventListener("change", () => {
  if (follow.checked) log.scrollTop = log.scrollHeight;
});
byId("times").addEventListener("change", (event) => log.classList.toggle("times", event.target.checked));
addEventListener("hashchange", () => {
  open();
  for (const link of list.querySelectorAll("a")) {
    link.toggleAttribute("aria-current", link.hash === location.hash);
  }
});

document.addEventListener("visibilitychange", followList);

askWho();
open();
followList();
