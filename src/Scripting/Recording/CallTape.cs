using System.Text;
using KaosNet.Domain.Kernel;

namespace KaosNet.Scripting.Recording;

/// <summary>What a call asks of the server on its way: written down, or played from what was written down.</summary>
public abstract class CallTape
{
    private static readonly AsyncLocal<CallTape?> Running = new();

    private bool _isTaken;

    /// <summary>Whether it plays a record, so that nothing may reach the server.</summary>
    public abstract bool IsPlayed { get; }

    /// <summary>Whether a call took it.</summary>
    public bool IsTaken => _isTaken;

    /// <summary>The clock, Unix milliseconds.</summary>
    public abstract long Clock(long now);

    /// <summary>A new id.</summary>
    public abstract Guid Id(Guid fresh);

    /// <summary>A question and its answer.</summary>
    public abstract Answer<byte[]> Perform(string function, ReadOnlySpan<byte> arguments, Func<Answer<byte[]>> perform);

    /// <summary>A question whose answer may take a while. Several may be on their way at a time.</summary>
    public abstract ValueTask<Answer<byte[]>> Perform(string function, byte[] arguments, Func<ValueTask<Answer<byte[]>>> perform);

    /// <summary>How much is written.</summary>
    public abstract int Mark { get; }

    /// <summary>Forgets what was written since.</summary>
    public abstract void Rewind(int mark);

    /// <summary>Makes it the tape of the calls that the calling method makes from now on.</summary>
    internal void Insert() => Running.Value = this;

    /// <summary>The tape of a call, for the first script that comes for it: what the call sets off elsewhere is not its own.</summary>
    internal static CallTape? Take()
    {
        if (Running.Value is not { _isTaken: false } tape) return null;
        tape._isTaken = true;
        return tape;
    }
}

/// <summary>Writes down what a call asks, up to a bound.</summary>
internal sealed class RecordingTape : CallTape
{
    /// <summary>Bytes of one call; a larger one is not recorded.</summary>
    public const int BytesMax = 64 * 1024;

    public const string Time = "time", Uuid = "uuid_v4";

    private const int QuestionsMax = 1000;

    private readonly Lock _gate = new();
    private readonly List<RecordedQuestion> _questions = [];
    private int _bytes;

    public override bool IsPlayed => false;

    /// <summary>What was asked, in the order of the answers.</summary>
    public IReadOnlyList<RecordedQuestion> Questions
    {
        get
        {
            // A call that took too long may still be asking.
            lock (_gate) return [.. _questions];
        }
    }

    /// <summary>Bytes written so far.</summary>
    public int Bytes => Volatile.Read(ref _bytes);

    /// <summary>Whether it is too much to be kept.</summary>
    public bool IsTooLarge => Bytes > BytesMax;

    public override int Mark
    {
        get
        {
            lock (_gate) return _questions.Count;
        }
    }

    public override void Rewind(int mark)
    {
        lock (_gate) _questions.RemoveRange(mark, _questions.Count - mark);
    }

    public override long Clock(long now)
    {
        Add(new(Time, "", now.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        return now;
    }

    public override Guid Id(Guid fresh)
    {
        Add(new(Uuid, "", fresh.ToString()));
        return fresh;
    }

    public override Answer<byte[]> Perform(string function, ReadOnlySpan<byte> arguments, Func<Answer<byte[]>> perform)
    {
        var asked = IsTooLarge ? "" : Encoding.UTF8.GetString(arguments);
        return Add(function, asked, perform());
    }

    public override async ValueTask<Answer<byte[]>> Perform(string function, byte[] arguments, Func<ValueTask<Answer<byte[]>>> perform) =>
        Add(function, IsTooLarge ? "" : Encoding.UTF8.GetString(arguments), await perform());

    private Answer<byte[]> Add(string function, string asked, Answer<byte[]> answer)
    {
        if (IsTooLarge) return answer;
        Add(answer.IsGranted(out var json, out var fault)
            ? new(function, asked, Encoding.UTF8.GetString(json))
            : new(function, asked, null, (int)fault.Code, fault.Message));
        return answer;
    }

    private void Add(RecordedQuestion question)
    {
        lock (_gate)
        {
            _bytes += 32 + question.Function.Length + question.Arguments.Length + (question.Answer?.Length ?? 0) + (question.Message?.Length ?? 0);
            if (_questions.Count >= QuestionsMax) _bytes = BytesMax + 1;
            if (!IsTooLarge) _questions.Add(question);
        }
    }
}

/// <summary>
/// Answers what a call asks from a record: the same question gets the answers that it got then, in their order. What was not asked then has no answer.
/// </summary>
internal sealed class PlayedTape(RecordedCall recorded) : CallTape
{
    private static readonly Fault Unanswered = Fault.Unavailable("this was not asked when the call was recorded");

    private readonly Dictionary<(string Function, string Arguments), Queue<RecordedQuestion>> _left = recorded.Questions
        .GroupBy(question => (question.Function, question.Arguments)).ToDictionary(same => same.Key, same => new Queue<RecordedQuestion>(same));

    private readonly Lock _gate = new();
    private readonly List<string> _new = [];
    private long _clock = recorded.At;
    private ulong _ids = 1;

    public override bool IsPlayed => true;

    /// <summary>What it asked that was not asked then.</summary>
    public IReadOnlyList<string> New => _new;

    /// <summary>What was asked then and is not any more.</summary>
    public IReadOnlyList<string> Missing =>
        [.. _left.Values.SelectMany(questions => questions).Where(question => question.Arguments.Length > 0).Select(question => question.Function + question.Arguments)];

    public override long Clock(long now)
    {
        if (Next(RecordingTape.Time, "") is { Answer: { } text }) _clock = long.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
        return _clock;
    }

    /// <summary>Ids that it did not roll then are made up, the same in every run.</summary>
    public override Guid Id(Guid fresh) => Next(RecordingTape.Uuid, "") is { Answer: { } text } ? Guid.Parse(text) : new Dice(_ids++).Uuid();

    public override Answer<byte[]> Perform(string function, ReadOnlySpan<byte> arguments, Func<Answer<byte[]>> perform)
    {
        var asked = Encoding.UTF8.GetString(arguments);
        if (Next(function, asked) is not { } question)
        {
            lock (_gate) _new.Add(function + asked);
            return Unanswered;
        }

        return question.Answer is { } answer ? Encoding.UTF8.GetBytes(answer) : new Fault((FaultCode)question.Code, question.Message ?? "");
    }

    public override ValueTask<Answer<byte[]>> Perform(string function, byte[] arguments, Func<ValueTask<Answer<byte[]>>> perform) =>
        new(Perform(function, arguments, static () => Unanswered));

    public override int Mark => 0;

    public override void Rewind(int mark)
    {
    }

    private RecordedQuestion? Next(string function, string arguments)
    {
        lock (_gate) return _left.TryGetValue((function, arguments), out var questions) && questions.TryDequeue(out var question) ? question : null;
    }
}
