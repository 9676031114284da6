using KaosNet.Api.Operations;
using KaosNet.Domain.Kernel;
using KaosNet.Projections.History;
using KaosNet.Projections.History.Exporting;
using KaosNet.Protocol.Api.Kaos;
using UserExport = KaosNet.Protocol.Api.Kaos.UserExport;

namespace KaosNet.Api.History;

/// <summary>Everything about a user as one document, made of events alone; of ours and for servers.</summary>
static class ExportUser
{
    public static readonly Operation Operation = Operations.Operation
        .Named("ExportUser", "Export everything that events tell of a user, for the user.")
        .Get("/v2/kaos/user/{user_id}/export")
        .ForServers<ExportUserRequest, UserExport>(Handle);

    static async ValueTask<Answer<UserExport>> Handle(ExportUserRequest request, OperationCall call)
    {
        if (!Uuids.TryRead(request.UserId, out var user)) return PastFaults.InvalidUser;
        return (await call.Get<UserExportDocuments>().Of(user, call.Aborted)).As(export => new UserExport
        {
            UserId = user.ToString(),
            ExportTime = export.Summary.At,
            ForgetTime = export.Summary.ForgottenAt,
            Document = export.Json,
        });
    }
}
