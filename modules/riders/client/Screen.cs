using KaosNet.Riders.Rules;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace KaosNet.Riders;

/// <summary>Shows a match: drawn over and over on a terminal, elsewhere a line for every round.</summary>
sealed class Screen : IAsyncDisposable
{
    readonly IAnsiConsole _console;
    readonly RidersMatch _match;
    readonly TaskCompletionSource _closing = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly Task _live;
    LiveDisplayContext? _context;
    string _trouble = "";
    string _said = "";

    public Screen(IAnsiConsole console, RidersMatch match)
    {
        (_console, _match) = (console, match);
        _live = IsDrawn ? console.Live(View()).AutoClear(true).StartAsync(Show) : Task.CompletedTask;
    }

    /// <summary>On a terminal that somebody can press keys at.</summary>
    public bool IsDrawn => _console.Profile is { Capabilities: { Ansi: true, Interactive: true }, Out.IsTerminal: true };

    /// <summary>Shows the match as it is now.</summary>
    public void Draw()
    {
        _trouble = "";
        if (IsDrawn)
        {
            _context?.UpdateTarget(View());
        }
        else if (Line() is { Length: > 0 } line && line != _said)
        {
            _said = line;
            _console.MarkupLineInterpolated($"{line}");
        }
    }

    /// <summary>Tells something that has nothing to do with the game itself.</summary>
    public void Say(string trouble)
    {
        _trouble = trouble;
        if (IsDrawn) _context?.UpdateTarget(View());
        else _console.MarkupLineInterpolated($"{trouble}");
    }

    public async ValueTask DisposeAsync()
    {
        _closing.TrySetResult();
        await _live;
    }

    async Task Show(LiveDisplayContext context)
    {
        _context = context;
        await _closing.Task;
    }

    /// <summary>What there is to say where nothing can be drawn.</summary>
    string Line()
    {
        if (_match.LastRound.Length > 0) return _match.LastRound;
        return _match.Names.Length == 2 ? $"{_match.Names[0]} against {_match.Names[1]}" : "";
    }

    IRenderable View()
    {
        if (_match.Arena is not { } arena)
            return new Rows(new Text("Waiting for an opponent…", new(decoration: Decoration.Bold)), new Text("In another terminal: ./kaos play, or a bot: ./kaos play --bot. Q leaves."));
        if (_console.Profile.Width < arena.Width + 2 || _console.Profile.Height < arena.Height / 2 + 6)
            return new Text($"Make this terminal larger: at least {arena.Width + 2} by {arena.Height / 2 + 6}.");
        var score = new Grid().AddColumn().AddColumn().AddRow(Rider(0), Rider(1));
        var below = _trouble.Length > 0 ? _trouble : _match.LastRound;
        return new Rows(score, new ArenaView(arena), new Text(below, new(decoration: Decoration.Bold)), new Text("Arrows or WASD steer, Q leaves.", new(Color.Grey)));
    }

    Text Rider(int rider) => new(
        $"{(rider == _match.Me ? "▶ " : "  ")}{_match.Names[rider]}  {new string('●', _match.Wins[rider])}{new string('○', Math.Max(0, _match.RoundsToWin - _match.Wins[rider]))}  ",
        new(ArenaView.Walls[rider + 1], decoration: Decoration.Bold));
}

/// <summary>An arena, two cells to a character.</summary>
sealed class ArenaView(Arena arena) : IRenderable
{
    const char UpperHalf = '▀';

    /// <summary>The colours of a free cell and of both riders' walls.</summary>
    public static readonly Color[] Walls = [new(24, 26, 34), new(255, 107, 84), new(64, 196, 255)];

    static readonly Color Head = Color.White;
    static readonly Style Frame = new(Color.Grey);

    public Measurement Measure(RenderOptions options, int maxWidth) => new(arena.Width + 2, arena.Width + 2);

    public IEnumerable<Segment> Render(RenderOptions options, int maxWidth)
    {
        yield return new($"╭{new string('─', arena.Width)}╮", Frame);
        yield return Segment.LineBreak;
        for (var y = 1; y <= arena.Height; y += 2)
        {
            yield return new("│", Frame);
            for (var x = 1; x <= arena.Width;)
            {
                var (upper, lower, from) = (ColourOf(new(x, y)), ColourOf(new(x, y + 1)), x);
                while (++x <= arena.Width && ColourOf(new(x, y)) == upper && ColourOf(new(x, y + 1)) == lower)
                {
                    // One segment for all that looks the same.
                }

                yield return new(new string(UpperHalf, x - from), new(upper, lower));
            }

            yield return new("│", Frame);
            yield return Segment.LineBreak;
        }

        yield return new($"╰{new string('─', arena.Width)}╯", Frame);
        yield return Segment.LineBreak;
    }

    Color ColourOf(Cell cell)
    {
        if (!arena.Contains(cell)) return Walls[0];
        return arena.Riders[0].At == cell || arena.Riders[1].At == cell ? Head : Walls[arena.Owner(cell)];
    }
}
