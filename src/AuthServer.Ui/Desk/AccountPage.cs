using System.Globalization;
using AuthServer.Core.Accounts;
using AuthServer.Ui.Interaction;
using Microsoft.AspNetCore.Mvc;

namespace AuthServer.Ui.Desk;

/// <summary>A page on which somebody's account is changed.</summary>
internal abstract class AccountPage : AdminPage
{
    /// <summary>The field that says on which version somebody decided.</summary>
    public const string VersionField = "version";

    /// <summary>The list of people.</summary>
    protected const string List = Navigation.Home + "/users";

    /// <summary>Who changes it.</summary>
    protected Authority Authority =>
        new(Because(), Me.Rights)
        {
            Expects = long.TryParse(Request.Form[VersionField], CultureInfo.InvariantCulture, out var version) ? v => v == version : null,
        };

    /// <summary>The way to one person.</summary>
    protected static IReadOnlyList<Crumb> TrailTo(params Crumb[] more) => [new(Texts.Later("Users"), List), .. more];

    /// <summary>What follows a change that needs nothing but a button.</summary>
    /// <param name="done">What is said when it is done.</param>
    protected async Task<IActionResult> AnswerAsync(Task<AccountOutcome> change, string done) => await change switch
    {
        AccountOutcome.Done => Again(done),
        AccountOutcome.NotFound => Missing(),
        var outcome => Again(WordOf(outcome)),
    };

    /// <summary>Why it was not done.</summary>
    protected static string WordOf(AccountOutcome outcome) => outcome switch
    {
        AccountOutcome.Protected => "protected",
        AccountOutcome.Stale => Flash.Conflict,
        AccountOutcome.LastAdministrator => "last-owner",
        AccountOutcome.AddressInUse => "address-in-use",
        AccountOutcome.Locked => "is-locked",
        AccountOutcome.TooSoon => "too-soon",
        AccountOutcome.Busy => "busy",
        _ => Flash.Wrong,
    };
}
