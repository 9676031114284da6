using System.Net.Http.Headers;
using Grpc.Core;
using Grpc.Net.Client;
using KaosNet.Api.Tests.Operations;
using KaosNet.Domain.Kernel;
using KaosNet.Protocol;
using KaosNet.Protocol.Api;
using KaosNet.Realtime.Scripts;
using Microsoft.Extensions.DependencyInjection;
using RpcMessage = KaosNet.Protocol.Api.Rpc;

namespace KaosNet.Api.Tests.Grpc;

/// <summary>Section 1.10: the same operations over gRPC.</summary>
public sealed class GrpcSpecs : IAsyncLifetime
{
    FrontUnderTest _front = null!;
    GrpcChannel _channel = null!;

    [Fact]
    public async Task an_operation_answers_as_over_http()
    {
        var record = await Call<WriteLeaderboardRecordRequest, LeaderboardRecord>(
            "WriteLeaderboardRecord", new() { LeaderboardId = "daily", Record = new() { Score = long.MaxValue, Metadata = "{}" } });
        (record.LeaderboardId, record.Score, record.OwnerId).ShouldBe(("daily", long.MaxValue, "id-of-ann"));
    }

    [Fact]
    public async Task an_operation_without_input_or_output_takes_empty_messages() => await Call<Empty, Empty>("Healthcheck", new(), authorization: null);

    [Fact]
    public Task a_missing_token_is_refused_with_code_and_text() =>
        Refused<Empty, Account>("GetAccount", new(), StatusCode.Unauthenticated, "Auth token required", authorization: null);

    [Fact]
    public Task a_bad_token_is_refused() =>
        Refused<Empty, Account>("GetAccount", new(), StatusCode.Unauthenticated, "Auth token invalid", authorization: "Bearer nonsense");

    [Fact]
    public Task a_handlers_refusal_keeps_its_code_and_text() =>
        Refused<AddFriendsRequest, Empty>("AddFriends", new() { Ids = ["a", "b"] }, StatusCode.FailedPrecondition, "a+b");

    [Fact]
    public Task a_failure_of_ours_leaks_nothing() =>
        Refused<GetUsersRequest, Users>("GetUsers", new(), StatusCode.Internal, "Internal server error.");

    [Fact]
    public async Task an_operation_that_does_not_exist_is_unimplemented()
    {
        var refusal = await Should.ThrowAsync<RpcException>(() => Call<Empty, Empty>("NoSuchThing", new()));
        refusal.StatusCode.ShouldBe(StatusCode.Unimplemented);
    }

    [Fact]
    public async Task a_message_over_the_limit_is_refused()
    {
        var refusal = await Should.ThrowAsync<RpcException>(
            () => Call<UpdateAccountRequest, Empty>("UpdateAccount", new() { DisplayName = new string('x', 300_000) }));
        refusal.StatusCode.ShouldBe(StatusCode.ResourceExhausted);
    }

    [Fact]
    public async Task bytes_that_are_no_message_are_refused()
    {
        using var client = new HttpClient { DefaultRequestVersion = new Version(2, 0), DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };
        using var content = new ByteArrayContent([0, 0, 0, 0, 2, 0x0A, 0x7F]);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/grpc");
        using var response = await client.PostAsync(new Uri(_front.GrpcAddress, "/nakama.api.Nakama/UpdateAccount"), content);
        await response.Content.ReadAsByteArrayAsync();
        var status = response.TrailingHeaders.Concat(response.Headers).First(header => header.Key == "grpc-status").Value.Single();
        status.ShouldBe(((int)StatusCode.Internal).ToString());
    }

    [Fact]
    public async Task gzip_is_understood()
    {
        var record = await Call<WriteLeaderboardRecordRequest, LeaderboardRecord>(
            "WriteLeaderboardRecord", new() { LeaderboardId = "daily", Record = new() { Metadata = new string('x', 2000) } }, metadata: new() { { "grpc-internal-encoding-request", "gzip" } });
        record.Metadata.Length.ShouldBe(2000);
    }

    [Fact]
    public async Task a_function_is_called_with_metadata_as_headers_and_query()
    {
        var answer = await Call<RpcMessage, RpcMessage>("RpcFunc", new() { Id = "ECHO", Payload = "hi" }, metadata: new() { { "q_colour", "red" }, { "x-game", "duel" } });
        answer.Payload.ShouldBe("hi by ann, colour red, game duel");
        answer.Id.ShouldBe("");
    }

    [Fact]
    public async Task a_function_is_called_by_a_server_with_the_key_in_the_message() =>
        (await Call<RpcMessage, RpcMessage>("RpcFunc", new() { Id = "echo", Payload = "hi", HttpKey = "defaulthttpkey" }, authorization: null)).Payload.ShouldStartWith("hi by ,");

    [Theory]
    [InlineData("", "", StatusCode.Unauthenticated, "Auth token or HTTP key required")]
    [InlineData("echo", "wrong", StatusCode.Unauthenticated, "HTTP key invalid")]
    [InlineData("", "defaulthttpkey", StatusCode.InvalidArgument, "RPC ID must be set")]
    [InlineData("none", "defaulthttpkey", StatusCode.NotFound, "RPC function not found")]
    public Task a_functions_refusals(string id, string key, StatusCode code, string text) =>
        Refused<RpcMessage, RpcMessage>("RpcFunc", new() { Id = id, HttpKey = key }, code, text, authorization: null);

    public async ValueTask InitializeAsync()
    {
        _front = await FrontUnderTest.Start(services: services => services.AddSingleton<IRpcFunctions, Echo>());
        _channel = GrpcChannel.ForAddress(_front.GrpcAddress);
    }

    public async ValueTask DisposeAsync()
    {
        _channel.Dispose();
        await _front.DisposeAsync();
    }

    async Task<TResponse> Call<TRequest, TResponse>(string name, TRequest request, string? authorization = "Bearer token-ann", Metadata? metadata = null)
        where TRequest : class
        where TResponse : class
    {
        metadata ??= [];
        if (authorization is not null) metadata.Add("authorization", authorization);
        var method = new Method<TRequest, TResponse>(MethodType.Unary, "nakama.api.Nakama", name, Messages<TRequest>(), Messages<TResponse>());
        return await _channel.CreateCallInvoker().AsyncUnaryCall(method, null, new CallOptions(metadata), request);
    }

    async Task Refused<TRequest, TResponse>(string name, TRequest request, StatusCode code, string text, string? authorization = "Bearer token-ann")
        where TRequest : class
        where TResponse : class
    {
        var refusal = await Should.ThrowAsync<RpcException>(() => Call<TRequest, TResponse>(name, request, authorization));
        (refusal.StatusCode, refusal.Status.Detail).ShouldBe((code, text));
    }

    static Marshaller<T> Messages<T>()
        where T : class => new(
        message =>
        {
            var buffer = new System.Buffers.ArrayBufferWriter<byte>();
            ProtobufCodec.Serialize(buffer, message);
            return buffer.WrittenSpan.ToArray();
        },
        bytes => ProtobufCodec.Deserialize<T>(new System.Buffers.ReadOnlySequence<byte>(bytes)));

    sealed class Echo : IRpcFunctions
    {
        public bool Knows(string id) => id == "echo";

        public ValueTask<Answer<string>> Call(string id, string payload, RpcRequest request, CancellationToken cancel) =>
            new($"{payload} by {request.Caller.Username}, colour {One(request.QueryParameters, "colour")}, game {One(request.Headers, "X-Game")}");

        static string One(IReadOnlyDictionary<string, IReadOnlyList<string>> from, string name) => from.TryGetValue(name, out var values) ? values[0] : "";
    }
}
