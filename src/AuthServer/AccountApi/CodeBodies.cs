using System.ComponentModel.DataAnnotations;
using AuthServer.Core.Users;
using AuthServer.Hosting;

namespace AuthServer.AccountApi;

/// <summary>An address to send a code to.</summary>
internal record AddressBody
{
    /// <summary>The login name.</summary>
    [Required]
    public string? Email { get; init; }

    /// <summary>For the description.</summary>
    public static readonly AddressBody Example = new() { Email = "ada@example.org" };

    /// <summary>What is no address at all is told; whether somebody has it never is.</summary>
    public Problem? Refuse() =>
        EmailAddress.TryParse(Email) is null ? Problems.Invalid("email", "not_an_email") : null;

    /// <inheritdoc/>
    public override string ToString() => "[address]";
}

/// <summary>A code that came by mail or text message.</summary>
internal record CodeBody
{
    /// <summary>The login name that it was asked for.</summary>
    [Required]
    public string? Email { get; init; }

    /// <summary>Digits.</summary>
    [Required]
    public string? Code { get; init; }

    /// <summary>For the description.</summary>
    public static readonly CodeBody Example = new() { Email = "ada@example.org", Code = "123456" };

    /// <inheritdoc/>
    public override string ToString() => "[code]";
}

/// <summary>A code that signs in.</summary>
internal sealed record SignInCodeBody : CodeBody
{
    /// <summary>Which first-party app asks.</summary>
    [Required]
    public string? ClientId { get; init; }

    /// <summary>Default: <c>openid profile email offline_access</c>, as far as the app may have them.</summary>
    public string? Scope { get; init; }

    /// <summary>For the description.</summary>
    public static readonly SignInCodeBody Sample = new() { Email = "ada@example.org", Code = "123456", ClientId = "shop" };

    /// <inheritdoc/>
    public override string ToString() => "[code]";
}

/// <summary>A code for who is signed in.</summary>
internal sealed record OwnCodeBody
{
    /// <summary>Digits.</summary>
    [Required]
    public string? Code { get; init; }

    /// <summary>For the description.</summary>
    public static readonly OwnCodeBody Example = new() { Code = "123456" };

    /// <inheritdoc/>
    public override string ToString() => "[code]";
}

/// <summary>The request was taken; what comes of it depends on who has the address, and is not told.</summary>
/// <param name="Status"><c>accepted</c>.</param>
/// <param name="ExpiresIn">Seconds that a code lives.</param>
internal sealed record AcceptedAnswer(string Status, long ExpiresIn)
{
    /// <summary>For the description.</summary>
    public static readonly AcceptedAnswer Example = new("accepted", 600);

    public static IResult Of(TimeSpan expiresIn) => Answer.Accepted(new AcceptedAnswer("accepted", (long)expiresIn.TotalSeconds));
}
