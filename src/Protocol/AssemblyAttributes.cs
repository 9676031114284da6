using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("KaosNet.Protocol.Tests")]
