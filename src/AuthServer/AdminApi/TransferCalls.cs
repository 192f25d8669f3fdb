using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text.Json;
using AuthServer.Core.Transfer;
using AuthServer.Core.Users;
using AuthServer.Hosting;
using Microsoft.AspNetCore.Http.Features;

namespace AuthServer.AdminApi;

/// <summary>/api/admin/users/import and /export: accounts in and out, a JSON object a line (application/x-ndjson).</summary>
internal sealed class TransferCalls(UserImport import, UserExport export)
{
    /// <summary>The media type.</summary>
    public const string Lines = "application/x-ndjson";

    private const string OtherLines = "application/jsonl";

    // Whoever sends everything before they read anything must not wait for us while we wait for them.
    private const int MostRefusedTold = 1000;

    private static readonly byte[] NewLine = "\n"u8.ToArray();

    public static void Map(IEndpointRouteBuilder api)
    {
        var calls = ActivatorUtilities.CreateInstance<TransferCalls>(api.ServiceProvider);
        api.MapAdmin("POST", "/users/import", AdminRights.Owner, calls.ImportAsync).WithSummary("Take accounts in")
            .WithDescription(
                "The body has an account a line, of any length; the answer has a line for every few hundred that are settled, "
                + "with what was refused and why (the first thousand). Accounts that are there already stay as they are.")
            .Takes(("skip", "So many lines are settled already; 0 without."))
            .WithMetadata(new LinesBody([Lines, OtherLines], """{"email":"ada@example.org","email_verified":true,"full_name":"Ada Example","roles":["user"]}""")).Produces<ImportProgress>(contentType: Lines)
            .Fails(Problems.UnsupportedMediaType, Problems.ValidationFailed).Recently();
        api.MapAdmin("GET", "/users/export", AdminRights.Owner, calls.ExportAsync).WithSummary("Give accounts out")
            .WithDescription("An account a line, as an import takes it.").Takes(("password_hashes", "`true`: with the hashes of passwords."))
            .Produces<object>(contentType: Lines).Recently();
    }

    private async Task<IResult> ImportAsync(Administrator administrator, HttpContext context)
    {
        var request = context.Request;
        if (request.ContentType?.Split(';')[0].Trim() is not (Lines or OtherLines))
            return Problems.UnsupportedMediaType;
        if (!long.TryParse(
            request.Query["skip"].FirstOrDefault() ?? "0", NumberStyles.None, CultureInfo.InvariantCulture, out var skip))
            return Problems.Invalid("skip", "out_of_range");

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = null; // each line has its own
        context.Response.ContentType = Lines;
        var told = 0;
        await foreach (var progress in import.RunAsync(ReadAsync(request.BodyReader, context.RequestAborted), skip, administrator.By, context.RequestAborted))
        {
            var refused = progress.RefusedLines.Take(MostRefusedTold - told).ToList();
            told += refused.Count;
            await WriteAsync(context, JsonSerializer.SerializeToUtf8Bytes(progress with { RefusedLines = refused }, JsonBody.Options));
        }

        return Results.Empty;
    }

    private async Task<IResult> ExportAsync(Administrator administrator, HttpContext context)
    {
        context.Response.ContentType = Lines;
        context.Response.Headers.ContentDisposition = "attachment; filename=\"users.jsonl\"";
        var withHashes = context.Request.Query["password_hashes"] == "true";
        await foreach (var line in export.RunAsync(withHashes, administrator.By, context.RequestAborted))
            await context.Response.WriteAsync(line + "\n", context.RequestAborted);
        return Results.Empty;
    }

    private static async Task WriteAsync(HttpContext context, byte[] line)
    {
        await context.Response.BodyWriter.WriteAsync(line, context.RequestAborted);
        await context.Response.BodyWriter.WriteAsync(NewLine, context.RequestAborted);
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }

    /// <summary>The lines of a body, however it was cut; null for one that is too long.</summary>
    private static async IAsyncEnumerable<ReadOnlyMemory<byte>?> ReadAsync(PipeReader body, [EnumeratorCancellation] CancellationToken ct)
    {
        var isTooLong = false;
        while (true)
        {
            var read = await body.ReadAsync(ct);
            var rest = read.Buffer;
            while (rest.PositionOf((byte)'\n') is { } end)
            {
                var line = rest.Slice(0, end);
                yield return Within(line, isTooLong);
                isTooLong = false;
                rest = rest.Slice(rest.GetPosition(1, end));
            }

            if (read.IsCompleted)
            {
                if (isTooLong || !rest.IsEmpty)
                    yield return Within(rest, isTooLong);
                body.AdvanceTo(rest.End);
                yield break;
            }

            // What is too long is thrown away as it comes, up to its end.
            isTooLong |= rest.Length > UserImport.MaxLineLength;
            body.AdvanceTo(isTooLong ? rest.End : rest.Start, rest.End);
        }
    }

    // A bare null beside a memory would turn into an empty memory: an empty line.
    private static ReadOnlyMemory<byte>? Within(ReadOnlySequence<byte> line, bool isTooLong) =>
        isTooLong || line.Length > UserImport.MaxLineLength ? default(ReadOnlyMemory<byte>?) : line.ToArray().AsMemory().Trim(" \r\t"u8);
}
