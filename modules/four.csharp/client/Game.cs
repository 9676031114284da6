namespace KaosNet.Four.Client;

/// <summary>What the server tells of a game: <c>{"players":["…","…"],"moves":"4435"}</c>.</summary>
/// <param name="Players">The ids of who plays, the first one first.</param>
/// <param name="Moves">The columns so far, from 1.</param>
internal sealed record Game(string[] Players, string Moves);
