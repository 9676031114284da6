using Spectre.Console;

namespace KaosNet.Riders;

/// <summary>One side of a match, from signing in to the result: a person at a terminal, or a bot.</summary>
sealed class Player(ServerAddress server, string name, IAnsiConsole console)
{
    /// <summary>A server that went away may be back soon, with the match as it was.</summary>
    const int AttemptsMax = 20;

    static readonly TimeSpan BetweenAttempts = TimeSpan.FromSeconds(2);

    /// <summary>Two who began to wait at the same moment are told where to meet.</summary>
    static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(3);

    readonly TimeProvider _time = TimeProvider.System;

    /// <summary>The game's name on the server: <c>riders</c>, or that of the same game in another language.</summary>
    public string Game { get; init; } = "riders";

    /// <summary>Steers in the person's place.</summary>
    public Bot? Bot { get; init; }

    /// <summary>Plays one match to its end.</summary>
    /// <param name="matchId">Which one; null looks for one.</param>
    /// <param name="opponent">Rides in a match that nobody else is let into; null leaves that to others.</param>
    /// <param name="cancel">Ends it before.</param>
    public async Task Play(string? matchId, Player? opponent, CancellationToken cancel)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        await using var first = await RidersConnection.Open(server, name, ending.Token);
        console.MarkupLineInterpolated($"{name} signed in as {first.UserId}");
        if (opponent is not null) matchId ??= await Opened(first, ending.Token);
        var riding = opponent?.Play(matchId, null, ending.Token) ?? Task.CompletedTask;
        try
        {
            await Play(first, matchId, ending);
            await riding;
        }
        finally
        {
            await ending.CancelAsync();
            await riding.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    async Task<string> Opened(RidersConnection connection, CancellationToken cancel) =>
        (await connection.Call(Game + "_create", "{}", cancel)).GetProperty("match_id").GetString()!;

    async Task Play(RidersConnection connection, string? matchId, CancellationTokenSource ending)
    {
        var match = new RidersMatch(connection.UserId);
        var mayMeet = matchId is null;
        matchId ??= await Found(connection, null, ending.Token);
        await connection.Join(matchId, ending.Token);
        console.MarkupLineInterpolated($"match {matchId}");

        await using var screen = new Screen(console, match);
        var keys = Bot is null && screen.IsDrawn ? Read(match, ending) : Task.CompletedTask;
        try
        {
            if (mayMeet) matchId = await Meet(connection, screen, matchId, ending.Token);
            await RideOn(connection, match, matchId, screen, ending.Token);
        }
        finally
        {
            await ending.CancelAsync();
            await keys.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await screen.DisposeAsync();
        Conclude(match, matchId);
    }

    /// <summary>Until the first round begins; answers where, which may be elsewhere than in the match that was joined.</summary>
    async Task<string> Meet(RidersConnection connection, Screen screen, string matchId, CancellationToken cancel)
    {
        var waiting = connection.Received.WaitToReadAsync(cancel).AsTask();
        while (await Task.WhenAny(waiting, Task.Delay(LookAgain, _time, cancel)) != waiting)
        {
            var meetAt = await Found(connection, matchId, cancel);
            if (meetAt == matchId || waiting.IsCompleted) continue;
            await connection.Leave(matchId, cancel);
            await connection.Join(matchId = meetAt, cancel);
            screen.Say($"match {matchId}");
        }

        await waiting;
        return matchId;
    }

    async Task<string> Found(RidersConnection connection, string? waitingIn, CancellationToken cancel)
    {
        var payload = waitingIn is null ? "{}" : $$"""{"waiting":"{{waitingIn}}"}""";
        return (await connection.Call(Game + "_find", payload, cancel)).GetProperty("match_id").GetString()!;
    }

    /// <summary>Rides to the end of the match, over as many connections as it takes.</summary>
    async Task RideOn(RidersConnection first, RidersMatch match, string matchId, Screen screen, CancellationToken cancel)
    {
        var connection = first;
        try
        {
            for (var attempt = 0; !match.IsOver;)
            {
                try
                {
                    if (connection is null)
                    {
                        connection = await RidersConnection.Open(server, name, cancel);
                        await connection.Join(matchId, cancel);
                    }

                    attempt = 0;
                    await Ride(connection, match, matchId, screen, cancel);
                }
                catch (RefusedException lost) when (lost.IsLoss && ++attempt <= AttemptsMax)
                {
                    screen.Say($"{lost.Message} Trying again…");
                    if (connection is not null && connection != first) await connection.DisposeAsync();
                    connection = null;
                    await Task.Delay(BetweenAttempts, _time, cancel);
                }
            }
        }
        finally
        {
            if (connection is not null && connection != first) await connection.DisposeAsync();
        }
    }

    async Task Ride(RidersConnection connection, RidersMatch match, string matchId, Screen screen, CancellationToken cancel)
    {
        await foreach (var data in connection.Received.ReadAllAsync(cancel))
        {
            if (data.MatchId != matchId) continue;
            match.Take(data);
            if (match.IsOver) return;
            if (Bot?.Steer(match) is { } heading) match.Turn(heading);
            // With every state, until one of them says that it has come.
            if (match.Outgoing is { } turns) connection.Tell(matchId, RidersMatch.Turns, turns);
            screen.Draw();
        }
    }

    /// <summary>Arrows and WASD steer, Q or Ctrl-C leaves.</summary>
    async Task Read(RidersMatch match, CancellationTokenSource ending)
    {
        while (await console.Input.ReadKeyAsync(intercept: true, ending.Token) is { } key)
        {
            var heading = key.Key switch
            {
                ConsoleKey.UpArrow or ConsoleKey.W => 'U',
                ConsoleKey.DownArrow or ConsoleKey.S => 'D',
                ConsoleKey.LeftArrow or ConsoleKey.A => 'L',
                ConsoleKey.RightArrow or ConsoleKey.D => 'R',
                _ => ' ',
            };
            if (heading != ' ') match.Turn(heading);
            if (key.Key is ConsoleKey.Q) await ending.CancelAsync();
        }
    }

    void Conclude(RidersMatch match, string matchId)
    {
        if (match.Winner == 0)
        {
            console.MarkupLine("Nobody wins: too many rounds without a winner.");
        }
        else
        {
            var (winner, loser) = (match.Winner - 1, 2 - match.Winner);
            console.MarkupLineInterpolated($"{match.Names[winner]} wins the match {match.Wins[winner]} to {match.Wins[loser]} and is number {match.Rank} on the board");
            console.MarkupLine("The score is an event:");
            console.MarkupLineInterpolated($"  ./kaos replay stream record-{Game}/0/{match.UserIds[winner]}");
        }

        console.MarkupLine("The match, run again and compared:");
        console.MarkupLineInterpolated($"  ./kaos replay match {matchId}");
    }
}
