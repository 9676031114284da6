using KaosNet.Scripting.Lua;

namespace KaosNet.Scripting.Nk;

/// <summary>Functions that modules may know and this version does not have: a module that calls one is told so by name.</summary>
internal static class AbsentFunctions
{
    private const string Names = """
        account_export_id account_import_id
        file_read
        get_config get_satori
        http_request
        localcache_clear localcache_delete localcache_get localcache_put metrics_counter_add metrics_gauge_set
        metrics_timer_record
        purchase_get_by_transaction_id
        purchase_validate_apple purchase_validate_facebook_instant purchase_validate_google purchase_validate_huawei
        purchase_validate_samsung purchases_list
        sql_exec
        sql_query
        subscription_get_by_product_id subscription_validate_apple
        subscription_validate_google subscriptions_list
        """;

    /// <summary>Adds a refusal for each of them. What a family adds afterwards takes its place.</summary>
    public static LuaLibrary AddAbsent(this LuaLibrary library)
    {
        foreach (var name in Names.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            library.Add(name, (ref LuaCall call) => call.Fail($"nk.{name} is not available in this version"));
        return library;
    }
}
