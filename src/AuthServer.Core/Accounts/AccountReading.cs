using System.Text.Json;
using AuthServer.Core.Users;

namespace AuthServer.Core.Accounts;

/// <summary>What an administrator wants an account to be, judged. Members that nobody knows are refused by name.</summary>
internal sealed class AccountReading
{
    private const int LongestLocale = 35;

    // What an answer shows, and other calls change, or nothing does.
    private static readonly string[] ReadOnly =
    [
        "id", "enabled", "locked_at", "locked_out_until", "registration_kind", "created_at", "updated_at", "sign_in",
        "sessions", "authorizations", "pending_email", "pending_phone_number",
    ];

    private readonly bool _isNew;

    private AccountReading(bool isNew) => _isNew = isNew;

    /// <summary>What is wrong.</summary>
    public Complaints Complaints { get; } = new();

    /// <summary>Null: as it was.</summary>
    public EmailAddress? Email { get; private set; }

    /// <summary>Null: nobody says.</summary>
    public bool? EmailVerified { get; private set; }

    /// <summary>Null: as it was.</summary>
    public string? Name { get; private set; }

    /// <summary>E.164; null: to be taken away.</summary>
    public Asked<string?> PhoneNumber { get; private set; }

    /// <summary>Null: nobody says.</summary>
    public bool? PhoneNumberVerified { get; private set; }

    /// <summary>Null: to be taken away.</summary>
    public Asked<string?> Locale { get; private set; }

    /// <summary>Declared members; null for those to be taken away.</summary>
    public IReadOnlyDictionary<string, JsonElement?> Profile { get; private set; } = new Dictionary<string, JsonElement?>();

    /// <summary>Of a new account; they may be none that exist.</summary>
    public IReadOnlyList<string> Roles { get; private set; } = [];

    /// <summary>Of a new account, not judged; null: none.</summary>
    public string? Password { get; private set; }

    /// <summary>Whether the person is asked by mail to choose a password.</summary>
    public bool Invite { get; private set; }

    /// <summary>Judges changes; what is left out stays.</summary>
    /// <param name="kind">As what the person registered.</param>
    public static AccountReading OfChanges(IReadOnlyDictionary<string, JsonElement> values, AccountShape shape, string? kind)
    {
        var reading = new AccountReading(isNew: false);
        reading.Take(values, shape, kind);
        return reading;
    }

    /// <summary>Judges a new account.</summary>
    public static AccountReading OfNew(IReadOnlyDictionary<string, JsonElement> values, AccountShape shape)
    {
        var reading = new AccountReading(isNew: true);
        reading.Take(values, shape, null);
        if (!values.ContainsKey("email"))
            reading.Complaints.Add("email", "required");
        if (reading is { Invite: true, Password: not null })
            reading.Complaints.Add("invite", "wrong"); // there is nothing to choose any more
        if (reading is { PhoneNumberVerified: true, PhoneNumber.Value: null })
            reading.Complaints.Add("phone_number_verified", "wrong");
        return reading;
    }

    private void Take(IReadOnlyDictionary<string, JsonElement> values, AccountShape shape, string? kind)
    {
        foreach (var (name, value) in values)
        {
            if (name == "profile")
                TakeProfile(value, shape, kind);
            else if (!TakePlain(name, value) && !(_isNew && TakeNew(name, value)))
                Complaints.Add(name, ReadOnly.Contains(name) || name is "roles" ? "read_only" : "unknown");
        }
    }

    private bool TakePlain(string name, JsonElement value)
    {
        switch (name)
        {
            case "email":
                TakeEmail(TextOf(name, value));
                return true;
            case "full_name":
                Name = TextOf(name, value) is { } full ? PersonName.Read(full, Complaints) : null;
                return true;
            case "phone_number":
                PhoneNumber = new Asked<string?>(Users.PhoneNumber.Read(TextOf(name, value), isRequired: false, Complaints));
                return true;
            case "locale":
                TakeLocale(TextOf(name, value));
                return true;
            case "email_verified":
                EmailVerified = FlagOf(name, value);
                return true;
            case "phone_number_verified":
                PhoneNumberVerified = FlagOf(name, value);
                return true;
            default:
                return false;
        }
    }

    private bool TakeNew(string name, JsonElement value)
    {
        switch (name)
        {
            case "roles":
                Roles = TextsOf(name, value);
                return true;
            case "password":
                Password = TextOf(name, value);
                return true;
            case "invite":
                Invite = FlagOf(name, value) ?? false;
                return true;
            default:
                return false;
        }
    }

    private void TakeEmail(string? text)
    {
        Email = EmailAddress.TryParse(text);
        if (Email is null)
            Complaints.Add("email", string.IsNullOrWhiteSpace(text) ? "required" : "not_an_email");
    }

    private void TakeLocale(string? text)
    {
        Locale = new Asked<string?>(string.IsNullOrEmpty(text) ? null : text);
        // A language tag (BCP 47), whether or not there are texts in it.
        if (Locale.Value is { } tag
            && (tag.Length is < 2 or > LongestLocale || !char.IsAsciiLetter(tag[0])
                || tag.Split('-').Any(p => p.Length is 0 or > 8 || !p.All(char.IsAsciiLetterOrDigit))))
            Complaints.Add("locale", "wrong");
    }

    private void TakeProfile(JsonElement value, AccountShape shape, string? kind)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            Complaints.Add("profile", "wrong_type");
            return;
        }

        var complaints = new Complaints();
        Profile = shape.ReadChanges(kind, value.EnumerateObject().ToDictionary(m => m.Name, m => m.Value), complaints);
        foreach (var member in complaints.Members)
            Complaints.Add($"profile.{member}", complaints.Of(member));
    }

    private string? TextOf(string name, JsonElement value)
    {
        if (value.ValueKind is JsonValueKind.String or JsonValueKind.Null)
            return value.GetString();
        Complaints.Add(name, "wrong_type");
        return null;
    }

    private string[] TextsOf(string name, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(v => v.ValueKind == JsonValueKind.String))
            return [.. value.EnumerateArray().Select(v => v.GetString() ?? "").Distinct(StringComparer.Ordinal)];
        Complaints.Add(name, "wrong_type");
        return [];
    }

    private bool? FlagOf(string name, JsonElement value)
    {
        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False)
            return value.GetBoolean();
        Complaints.Add(name, "wrong_type");
        return null;
    }
}

/// <summary>Something that may be asked for, and then also to be nothing.</summary>
internal readonly record struct Asked<T>
{
    public Asked(T value) => (IsAsked, Value) = (true, value);

    public bool IsAsked { get; }

    public T? Value { get; }
}
