using System.Buffers;
using System.Text;
using KaosNet.Domain.Kernel;
using KaosNet.Protocol;
using KaosNet.Realtime.Scripts;

namespace KaosNet.Scripting.Recording;

/// <summary>One call that is recorded, around a language's own.</summary>
internal readonly struct RecordedCalls(CallRecorder recorder, RecordingTape tape)
{
    public delegate ValueTask<Answer<HookedRequest>> BeforeFunction(string operation, object request, Caller caller, CancellationToken cancel);

    public async ValueTask<Answer<string>> Call(IRpcFunctions functions, string id, string payload, RpcRequest request, CancellationToken cancel)
    {
        var (at, recording, to) = (recorder.Now, tape, recorder);
        recording.Insert();
        var answer = await functions.Call(id, payload, request, cancel);
        to.Finish(recording, () => new()
        {
            Kind = CallKind.Rpc,
            Name = id,
            At = at,
            Caller = request.Caller,
            Payload = payload,
            Headers = request.Headers,
            QueryParameters = request.QueryParameters,
            Language = request.Language,
            Questions = recording.Questions,
            Outcome = OutcomeOf(answer),
        });
        return answer;
    }

    public async ValueTask<Answer<HookedRequest>> Before(CallKind kind, BeforeFunction run, string operation, object request, Caller caller, CancellationToken cancel)
    {
        var (at, recording, to) = (recorder.Now, tape, recorder);
        // Now, as the function may change it.
        var given = MessageOf(request);
        recording.Insert();
        var answer = await run(operation, request, caller, cancel);
        to.Finish(recording, () => Of(kind, operation, at, caller, given, null, recording) with { Outcome = OutcomeOf(answer) });
        return answer;
    }

    public async ValueTask<bool> After(IOperationHooks hooks, string operation, object request, object response, Caller caller, CancellationToken cancel)
    {
        var (at, recording, to) = (recorder.Now, tape, recorder);
        recording.Insert();
        var isDone = await hooks.RunAfter(operation, request, response, caller, cancel);
        to.Finish(recording, () => Of(CallKind.After, operation, at, caller, MessageOf(request), MessageOf(response), recording) with { Outcome = OutcomeOf(isDone) });
        return isDone;
    }

    public async ValueTask After(IScriptHooks hooks, string message, object request, object response, Caller caller, CancellationToken cancel)
    {
        var (at, recording, to) = (recorder.Now, tape, recorder);
        recording.Insert();
        await hooks.After(message, request, response, caller, cancel);
        to.Finish(recording, () => Of(CallKind.AfterMessage, message, at, caller, MessageOf(request), MessageOf(response), recording));
    }

    internal static RecordedOutcome OutcomeOf(Answer<string> answer) =>
        answer.IsGranted(out var text, out var fault) ? new(text) : new(null, (int)fault.Code, fault.Message);

    internal static RecordedOutcome OutcomeOf(Answer<HookedRequest> answer) =>
        !answer.IsGranted(out var hooked, out var fault) ? new(null, (int)fault.Code, fault.Message)
        : new(hooked.Request is { } request ? MessageOf(request).Json : null);

    internal static RecordedOutcome OutcomeOf(bool isDone) => isDone ? new("done") : new(null, (int)FaultCode.Internal, "it failed");

    private static RecordedCall Of(CallKind kind, string name, long at, Caller caller, RecordedMessage request, RecordedMessage? response, RecordingTape tape) => new()
    {
        Kind = kind, Name = name, At = at, Caller = caller, Request = request, Response = response, Questions = tape.Questions, Outcome = new("done"),
    };

    private static RecordedMessage MessageOf(object message)
    {
        var json = new ArrayBufferWriter<byte>(256);
        JsonCodec.Serialize(json, message);
        return new(MessageDescriptor.For(message.GetType()).Name, Encoding.UTF8.GetString(json.WrittenSpan));
    }
}
