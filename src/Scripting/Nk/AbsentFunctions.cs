using KaosNet.Scripting.Lua;

namespace KaosNet.Scripting.Nk;

/// <summary>Functions that modules may know and this version does not have: a module that calls one is told so by name.</summary>
internal static class AbsentFunctions
{
    private const string Names = """
        account_export_id account_import_id
        authenticate_apple authenticate_custom authenticate_device authenticate_email
        authenticate_facebook authenticate_facebook_instant_game authenticate_game_center authenticate_google authenticate_steam
        authenticate_token_generate
        file_read
        get_config get_satori
        http_request link_apple
        link_custom link_device link_email link_facebook link_facebook_instant_game link_gamecenter link_google link_steam
        localcache_clear localcache_delete localcache_get localcache_put metrics_counter_add metrics_gauge_set
        metrics_timer_record
        purchase_get_by_transaction_id
        purchase_validate_apple purchase_validate_facebook_instant purchase_validate_google purchase_validate_huawei
        purchase_validate_samsung purchases_list
        sql_exec
        sql_query
        subscription_get_by_product_id subscription_validate_apple
        subscription_validate_google subscriptions_list unlink_apple unlink_custom unlink_device unlink_email unlink_facebook
        unlink_facebook_instant_game unlink_gamecenter unlink_google unlink_steam
        """;

    /// <summary>Adds a refusal for each of them. What a family adds afterwards takes its place.</summary>
    public static LuaLibrary AddAbsent(this LuaLibrary library)
    {
        foreach (var name in Names.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            library.Add(name, (ref LuaCall call) => call.Fail($"nk.{name} is not available in this version"));
        return library;
    }
}
