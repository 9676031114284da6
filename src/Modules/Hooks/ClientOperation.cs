namespace KaosNet.Modules.Hooks;

/// <summary>An operation of the client API that functions may stand around; <see cref="Operations"/> has them all.</summary>
/// <param name="Name">Its name.</param>
/// <typeparam name="TRequest">What clients send.</typeparam>
/// <typeparam name="TResponse">What they are answered.</typeparam>
public sealed record ClientOperation<TRequest, TResponse>(string Name)
    where TRequest : class
    where TResponse : class;
