using System.Runtime.Serialization;

namespace KaosNet.Protocol.Api;

/// <summary>Nothing to say: the request of operations without input and the answer of those without output; <c>{}</c> in JSON.</summary>
[DataContract(Name = "google.protobuf.Empty")]
public sealed class Empty;
