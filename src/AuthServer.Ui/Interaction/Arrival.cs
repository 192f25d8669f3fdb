using AuthServer.Core.SignIn;
using AuthServer.Core.Users;
using Microsoft.AspNetCore.Http;

namespace AuthServer.Ui.Interaction;

/// <summary>The end of every way in: whoever proved who they are is signed in here.</summary>
internal sealed class Arrival(
    SignIns signIns, BrowserSession browser, DeviceMark mark, SignedInReader reader, SubjectCache subjects)
{
    /// <summary>Begins the session in this browser, whose owner is known here from now on.</summary>
    public async Task SignInAsync(HttpContext context, Proven proven, bool remember, CancellationToken ct)
    {
        var device = DeviceName.From(context.Request.Headers.UserAgent);
        var (session, marks) = await signIns.BeginInBrowserAsync(proven, device, remember, DeviceMark.Read(context));
        await browser.BeginAsync(context, session, ct);
        var who = await subjects.FindAsync(proven.UserId, ct);
        AskedLanguage.Know(context, who?.Locale, session.Remembered ? session.ExpiresAt : null);
        mark.Write(context, marks);
        PendingSteps.Clear(context);
    }

    /// <summary>Whether somebody is signed in here.</summary>
    public async Task<bool> IsSomebodyHereAsync(HttpContext context, CancellationToken ct) =>
        await reader.ReadAsync(context, ct) is not null;
}
