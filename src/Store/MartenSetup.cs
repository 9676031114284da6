using System.Text;
using System.Text.Json;
using JasperFx;
using JasperFx.Events;
using KaosNet.Domain.Kernel;
using KaosNet.Store.Journal;
using Marten;
using Marten.Services.Json.Transformations;
using Weasel.Core;

namespace KaosNet.Store;

/// <summary>How Marten is set up, in one place, for the server, for tests and for the command line.</summary>
public static class MartenSetup
{
    /// <summary>Applies it to a store's options.</summary>
    public static void Configure(StoreOptions options, Database database, EventCatalogue catalogue)
    {
        options.Connection(database.Feed);
        options.DatabaseSchemaName = database.Schema;
        options.Events.DatabaseSchemaName = database.Schema;
        // The schema is brought up to date once at start (StoreSchema), not looked at again and again by whoever comes first.
        options.AutoCreateSchemaObjects = AutoCreate.None;
        options.UseSystemTextJsonForSerialization(new JsonSerializerOptions(EventJson.Options), EnumStorage.AsString, Casing.SnakeCase);
        options.DisableNpgsqlLogging = true;

        options.Events.StreamIdentity = StreamIdentity.AsString;
        options.Events.AppendMode = EventAppendMode.Quick;
        options.Events.UseListenNotifyForEventAppends = true;
        options.Events.MetadataConfig.CorrelationIdEnabled = true;
        options.Events.MetadataConfig.CausationIdEnabled = true;
        options.Events.MetadataConfig.HeadersEnabled = true;
        options.Events.MetadataConfig.UserNameEnabled = true;
        options.Events.IgnoreIndex(StoreSchema.BuildIndex);
        foreach (var (name, type) in catalogue.EventTypes) options.Events.MapEventType(type, name);
        var codec = new EventCodec(catalogue, database.PersonalKeys);
        foreach (var (name, type) in catalogue.EventTypes)
        {
            if (codec.IsPersonal(name)) options.Events.Upcast(type, name, new JsonTransformation((_, row, column) => codec.Decode(name, Encoding.UTF8.GetBytes(row.GetString(column)))));
        }

        foreach (var (name, former) in catalogue.FormerEvents)
        {
            options.Events.Upcast(former.Type, name, new JsonTransformation((_, row, column) => codec.Decode(name, Encoding.UTF8.GetBytes(row.GetString(column)))));
        }
    }
}
