using System.Reflection;
using AuthServer.Core.SignIn;
using AuthServer.Ui.Interaction;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace AuthServer.Ui.Desk;

/// <summary>
/// Asks for the password once more before what cannot be taken back, where the sign-in is not of the last ten minutes:
/// whoever finds an administrator's unlocked screen looks around, and no more.
/// </summary>
internal sealed class StepUp(PasswordSignIn passwords)
{
    /// <summary>The field of the form.</summary>
    public const string Field = "my_password";

    /// <summary>Whether a form to a handler of the page has to have the field.</summary>
    /// <param name="handler">Null: the one without a name.</param>
    public static bool IsAsked(ViewContext view, string? handler) =>
        view.HttpContext.Items[typeof(DeskPerson)] is DeskPerson { SignedInRecently: false }
        && view.ActionDescriptor is CompiledPageActionDescriptor page
        && page.HandlerMethods.Any(h => HttpMethods.IsPost(h.HttpMethod) && h.Name == handler
            && h.MethodInfo.GetCustomAttribute<NeedsAttribute>() is { Recently: true });

    /// <summary>Checks it, as at any sign-in: wrong ones count.</summary>
    /// <returns>Null: it is theirs. Otherwise the word of a <see cref="Flash"/>.</returns>
    public async Task<string?> ProveAsync(HttpContext context, DeskPerson person, CancellationToken ct)
    {
        // Read as sent: model binding would turn a password of spaces into none.
        var password = context.Request.HasFormContentType ? (await context.Request.ReadFormAsync(ct))[Field].ToString() : "";
        if (password.Length == 0)
            return Flash.AskedAgain;
        return await passwords.CheckAsync(person.Email, password, DeviceMark.Read(context), ct) switch
        {
            SignInOutcome.Accepted(var proven) when proven.UserId == person.Id => null,
            SignInOutcome.Busy => Flash.Busy,
            _ => Flash.NotThem,
        };
    }
}
