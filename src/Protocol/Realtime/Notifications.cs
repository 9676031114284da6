using System.Runtime.Serialization;
using KaosNet.Protocol.Api;

namespace KaosNet.Protocol.Realtime;

/// <summary>Notifications that arrive while one is connected.</summary>
[DataContract]
public sealed class Notifications
{
    [DataMember(Name = "notifications", Order = 1)] public List<Notification> Entries { get; set; } = [];
}
