// The dialect that bundles are written in: ES5 to ES2020, without modules and timers.
class Hero { constructor(name) { this.name = name; } greet() { return `I am ${this.name}`; } get loud() { return this.name.toUpperCase(); } static of(n) { return new Hero(n); } }
class Mage extends Hero { greet() { return super.greet() + "!"; } }
function* count(to) { for (let i = 1; i <= to; i++) yield i; }
const { a, ...rest } = { a: 1, b: 2, c: 3 };
function main(host) {
  const print = host.print;
  print(new Mage("Ann").greet(), Hero.of("Bo").loud);
  print([...count(3)].join(), a, JSON.stringify(rest));
  print([1, 2, 3].map(x => x * 2).filter(x => x > 2).reduce((x, y) => x + y, 0));
  print(null ?? "none", { x: { y: 1 } }.x?.y, undefined?.z);
  const map = new Map([["k", 1]]); map.set("l", 2);
  print([...map.entries()].join("|"), new Set([1, 1, 2]).size);
  print(Object.entries({ x: 1, y: 2 }).map(([k, v]) => k + v).join());
  print(typeof Symbol("s"), Symbol.for("q").toString());
  let log = []; const p = new Proxy({}, { get: (t, k) => (log.push(k), 7) }); print(p.one + p.two, log);
  print(Reflect.ownKeys({ b: 1, a: 2, 1: 3 }).join());
  print(new Uint8Array([1, 2, 300]).join(), new DataView(new ArrayBuffer(4)).byteLength);
  print("abc".padStart(5, "-"), "x".repeat(3), "a-b".replaceAll("-", "+"), "a1b2".replace(/\d/g, d => d * 2));
  print([1, [2, [3]]].toString(), [1, [2, [3]]].flat(Infinity).length, [3, 1, 2].sort().join());
  print(/(?<year>\d{4})/.exec("in 2026").groups.year, "aXbX".split("X").length);
  print(Number("12.5"), parseInt("ff", 16), (0.1 + 0.2).toFixed(2), 2 ** 10, 7 % 4, -7 % 4);
  label: for (const x of [1, 2]) { for (const y of [1, 2]) { if (y === 2) continue label; print(x, y); } }
  try { undeclared = 1; } catch (e) { print(e.name + ": " + e.message); }
  try { null.x; } catch (e) { print(e.name, e instanceof TypeError); } finally { print("finally"); }
  print(typeof require, typeof console, typeof setTimeout, typeof fetch, typeof process);
  print((function () { return this; })() === undefined, Function("return this")() === globalThis);
  Promise.resolve(5).then(v => print("then", v));
  (async () => { await null; print("async"); })();
  print("end");
}
