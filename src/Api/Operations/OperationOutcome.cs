using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using KaosNet.Domain.Kernel;

namespace KaosNet.Api.Operations;

/// <summary>How a call ended, for a transport to translate.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct OperationOutcome
{
    OperationOutcome(object? response, Fault? fault, int retryAfterSeconds, string correlation) =>
        (Response, Fault, RetryAfterSeconds, Correlation) = (response, fault, retryAfterSeconds, correlation);

    /// <summary>The response message; null with a fault.</summary>
    public object? Response { get; }

    /// <summary>The refusal; null with a response.</summary>
    public Fault? Fault { get; }

    /// <summary>With a rate limit's refusal: when trying again makes sense; else 0.</summary>
    public int RetryAfterSeconds { get; }

    /// <summary>The request's id in the log.</summary>
    public string Correlation { get; }

    /// <summary>The gRPC code, 0 for a success.</summary>
    public FaultCode Code => Fault?.Code ?? default;

    [MemberNotNullWhen(true, nameof(Response))]
    [MemberNotNullWhen(false, nameof(Fault))]
    public bool IsGranted => Fault is null;

    public static OperationOutcome Granted(object response, string correlation) => new(response, null, 0, correlation);

    public static OperationOutcome Refused(Fault fault, string correlation, int retryAfterSeconds = 0) =>
        new(null, fault, retryAfterSeconds, correlation);
}
