using AuthServer.Core.Credentials;
using Microsoft.AspNetCore.Http;

namespace AuthServer.Ui.Interaction;

/// <summary>
/// The cookie by which a browser is known to have been used by its owner before; it survives signing out, and proves
/// nothing but that.
/// </summary>
internal sealed class DeviceMark(TimeProvider clock)
{
    private const string Cookie = "device";

    public static string? Read(HttpContext context) => Cookies.Read(context, Cookie);

    /// <summary>Somebody has just signed in here.</summary>
    public void Write(HttpContext context, string marks) =>
        Cookies.Write(context, Cookie, marks, clock.GetUtcNow() + KnownDevices.Lifetime);
}
