using System.Text.Json;
using AuthServer.Core.Messaging;

namespace AuthServer.Core.SignIn;

/// <summary>What a person filled in to register; nothing of it is judged yet.</summary>
public sealed record NewRegistration
{
    /// <summary>
    /// An id for this time, which whoever fills in the form keeps and brings along with the code: so what they filled in
    /// counts, whoever else registers the address meanwhile.
    /// </summary>
    public Guid Attempt { get; init; } = Guid.CreateVersion7();

    /// <summary>The way to register; null: the first one.</summary>
    public string? Kind { get; init; }

    /// <summary>The login name.</summary>
    public string? Email { get; init; }

    /// <summary>In clear, as typed.</summary>
    public string? Password { get; init; }

    /// <summary>Full name.</summary>
    public string? FullName { get; init; }

    /// <summary>Null: none.</summary>
    public string? PhoneNumber { get; init; }

    /// <summary>How the code travels. By text message the number is verified, not the address. Null: in a way that there is not.</summary>
    public MessageChannel? OtpMethod { get; init; } = MessageChannel.Email;

    /// <summary>Declared profile members; see <see cref="Users.ProfileText"/> for those of forms.</summary>
    public IReadOnlyDictionary<string, JsonElement> Members { get; init; } = new Dictionary<string, JsonElement>();

    /// <summary>The language that the person reads: <c>de</c>; null: English.</summary>
    public string? Locale { get; init; }

    /// <summary>Redacted.</summary>
    public override string ToString() => "[new registration]";
}
