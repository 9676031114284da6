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

    /// <summary>Whether a script took it. Modules in C# take none.</summary>
    public bool IsTaken => _isTaken;

    /// <summary>The clock, Unix milliseconds.</summary>
    public abstract long Clock(long now);

    /// <summary>A new id.</summary>
    public abstract Guid Id(Guid fresh);

    /// <summary>A question and its answer.</summary>
    public abstract Answer<byte[]> Perform(string function, ReadOnlySpan<byte> arguments, Func<Answer<byte[]>> perform);

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

    private readonly List<RecordedQuestion> _questions = [];

    public override bool IsPlayed => false;

    public IReadOnlyList<RecordedQuestion> Questions => _questions;

    /// <summary>Bytes written so far.</summary>
    public int Bytes { get; private set; }

    /// <summary>Whether it is too much to be kept.</summary>
    public bool IsTooLarge => Bytes > BytesMax || _questions.Count > QuestionsMax;

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
        var answer = perform();
        if (IsTooLarge) return answer;
        Add(answer.IsGranted(out var json, out var fault)
            ? new(function, asked, Encoding.UTF8.GetString(json))
            : new(function, asked, null, (int)fault.Code, fault.Message));
        return answer;
    }

    private void Add(RecordedQuestion question)
    {
        Bytes += 32 + question.Function.Length + question.Arguments.Length + (question.Answer?.Length ?? 0) + (question.Message?.Length ?? 0);
        if (!IsTooLarge) _questions.Add(question);
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
            _new.Add(function + asked);
            return Unanswered;
        }

        return question.Answer is { } answer ? Encoding.UTF8.GetBytes(answer) : new Fault((FaultCode)question.Code, question.Message ?? "");
    }

    private RecordedQuestion? Next(string function, string arguments) =>
        _left.TryGetValue((function, arguments), out var questions) && questions.TryDequeue(out var question) ? question : null;
}
