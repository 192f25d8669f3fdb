using System.Runtime.CompilerServices;
using System.Text;
using AuthServer.Core.Transfer;
using AuthServer.Core.Users;
using AuthServer.Ui.Desk;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace AuthServer.Ui.Pages.Admin;

/// <summary>People in and out, as files.</summary>
internal sealed class TransferModel(UserImport import, UserExport export) : AccountPage
{
    /// <summary>How many refused lines are told of.</summary>
    public const int MostRefused = 100;

    private static readonly byte[] NewLine = "\n"u8.ToArray();

    /// <summary>How it ended; null: nothing was taken in.</summary>
    public ImportProgress? Done { get; private set; }

    /// <summary>Lines that were refused, and why: the first of them.</summary>
    public IReadOnlyList<RefusedLine> Refused { get; private set; } = [];

    [Needs(AdminRights.Owner)]
    public IActionResult OnGet()
    {
        Trail = TrailTo();
        return Page();
    }

    [Needs(AdminRights.Owner, Recently = true)]
    public async Task<IActionResult> OnPostImportAsync(IFormFile? file, CancellationToken ct)
    {
        if (file is null)
            return Again(Flash.Wrong);
        var refused = new List<RefusedLine>();
        await using var stream = file.OpenReadStream();
        await foreach (var progress in import.RunAsync(LinesOf(stream, ct), 0, Me.By, ct))
        {
            Done = progress;
            refused.AddRange(progress.RefusedLines.Take(MostRefused - refused.Count));
        }

        Refused = refused;
        return OnGet();
    }

    /// <summary>Everybody, a JSON object a line; the log says so before the first one leaves.</summary>
    [Needs(AdminRights.Owner, Recently = true)]
    public async Task<IActionResult> OnPostExportAsync(CancellationToken ct)
    {
        Response.ContentType = "application/x-ndjson";
        Response.Headers.ContentDisposition = "attachment; filename=\"users.jsonl\"";
        await foreach (var line in export.RunAsync(Request.Form["hashes"] == "true", Me.By, ct))
        {
            await Response.Body.WriteAsync(Encoding.UTF8.GetBytes(line), ct);
            await Response.Body.WriteAsync(NewLine, ct);
        }

        return new EmptyResult();
    }

    private static async IAsyncEnumerable<ReadOnlyMemory<byte>?> LinesOf(Stream stream, [EnumeratorCancellation] CancellationToken ct)
    {
        using var reader = new StreamReader(stream, Encoding.UTF8);
        while (await reader.ReadLineAsync(ct) is { } line)
        {
            var utf8 = Encoding.UTF8.GetBytes(line.Trim());
            yield return utf8.Length > UserImport.MaxLineLength ? default(ReadOnlyMemory<byte>?) : utf8.AsMemory();
        }
    }
}
