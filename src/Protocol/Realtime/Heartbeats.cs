using System.Runtime.Serialization;

namespace KaosNet.Protocol.Realtime;

/// <summary>The client asks for a sign of life.</summary>
[DataContract]
public sealed class Ping;

/// <summary>The sign of life.</summary>
[DataContract]
public sealed class Pong;
