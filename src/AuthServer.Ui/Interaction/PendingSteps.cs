using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;

namespace AuthServer.Ui.Interaction;

/// <summary>
/// Keeps a <see cref="PendingStep"/> in the browser that began it, sealed, so that neither address nor token stands in an
/// address bar, and so that a link in a mail signs in nobody who did not begin.
/// </summary>
internal sealed class PendingSteps(IDataProtectionProvider protection)
{
    private const string Cookie = "pending";
    private const int LongestValue = 2048;

    // Longer than any code or token in it.
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    private readonly ITimeLimitedDataProtector _protector =
        protection.CreateProtector("AuthServer.PendingStep.v1").ToTimeLimitedDataProtector();

    /// <summary>Keeps it, in the place of any other.</summary>
    public void Write(HttpContext context, PendingStep step)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(step);
        Cookies.Write(context, Cookie, Base64Url.EncodeToString(_protector.Protect(json, Lifetime)), until: null);
    }

    /// <summary>What was begun here; null: nothing, or something else.</summary>
    public PendingStep? Read(HttpContext context, StepPurpose purpose)
    {
        if (Cookies.Read(context, Cookie) is not { Length: > 0 and <= LongestValue } value || !Base64Url.IsValid(value))
            return null;
        try
        {
            var step = JsonSerializer.Deserialize<PendingStep>(_protector.Unprotect(Base64Url.DecodeFromChars(value)));
            return step?.Purpose == purpose ? step : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <summary>It is done.</summary>
    public static void Clear(HttpContext context)
    {
        if (Cookies.Read(context, Cookie) is not null)
            Cookies.Clear(context, Cookie);
    }
}
