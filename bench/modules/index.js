// What the benchmarks need on a server in JavaScript: a function that answers what it was sent.
function echo(ctx, logger, nk, payload) {
  return payload;
}

function InitModule(ctx, logger, nk, initializer) {
  initializer.registerRpc("echo-js", echo);
}
