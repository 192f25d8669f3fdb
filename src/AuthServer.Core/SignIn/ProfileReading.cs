using System.Text.Json;
using AuthServer.Core.Users;

namespace AuthServer.Core.SignIn;

/// <summary>What a person wants to have changed, judged.</summary>
internal sealed class ProfileReading
{
    private static readonly string[] ReadOnly =
        ["id", "email_verified", "phone_number_verified", "roles", "pending_email", "pending_phone_number"];

    private ProfileReading()
    {
    }

    /// <summary>What is wrong.</summary>
    public Complaints Complaints { get; } = new();

    /// <summary>Null: as it was.</summary>
    public string? FullName { get; private set; }

    /// <summary>Null: as it was.</summary>
    public EmailAddress? Email { get; private set; }

    /// <summary>E.164; null: as it was, or to be taken away.</summary>
    public string? PhoneNumber { get; private set; }

    /// <summary>Whether the number is to be taken away.</summary>
    public bool DropsPhoneNumber { get; private set; }

    /// <summary>Declared members; null for those to be taken away.</summary>
    public IReadOnlyDictionary<string, JsonElement?> Members { get; private set; } = new Dictionary<string, JsonElement?>();

    /// <summary>Judges all members at once.</summary>
    /// <param name="kind">As what the person registered.</param>
    public static ProfileReading Of(IReadOnlyDictionary<string, JsonElement> values, AccountShape shape, string? kind)
    {
        var reading = new ProfileReading();
        var declared = new Dictionary<string, JsonElement>();
        foreach (var (name, value) in values)
        {
            if (ReadOnly.Contains(name))
                reading.Complaints.Add(name, "read_only");
            else if (!reading.Take(name, value))
                declared.Add(name, value);
        }

        reading.Members = shape.ReadChanges(kind, declared, reading.Complaints);
        return reading;
    }

    private bool Take(string name, JsonElement value)
    {
        if (name is not ("full_name" or "email" or "phone_number"))
            return false;
        if (value.ValueKind is not (JsonValueKind.String or JsonValueKind.Null))
        {
            Complaints.Add(name, "wrong_type");
            return true;
        }

        var text = value.GetString();
        if (name == "full_name")
            FullName = PersonName.Read(text, Complaints);
        else if (name == "email")
            TakeEmail(text);
        else
            TakePhoneNumber(text);
        return true;
    }

    private void TakeEmail(string? text)
    {
        Email = EmailAddress.TryParse(text);
        if (Email is null)
            Complaints.Add("email", string.IsNullOrWhiteSpace(text) ? "required" : "not_an_email");
    }

    private void TakePhoneNumber(string? text)
    {
        DropsPhoneNumber = string.IsNullOrWhiteSpace(text);
        PhoneNumber = DropsPhoneNumber ? null : Users.PhoneNumber.TryParse(text);
        if (PhoneNumber is null && !DropsPhoneNumber)
            Complaints.Add("phone_number", "not_a_phone_number");
    }
}
