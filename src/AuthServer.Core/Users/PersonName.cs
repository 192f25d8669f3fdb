namespace AuthServer.Core.Users;

/// <summary>A person's full name: any text on one line.</summary>
public static class PersonName
{
    /// <summary>Its name on the wire.</summary>
    public const string Member = "full_name";

    /// <summary>In characters.</summary>
    public const int MaxLength = 200;

    /// <summary>Reads one, less the space around it.</summary>
    /// <returns>Null, and a complaint under <see cref="Member"/>, when it is none.</returns>
    public static string? Read(string? text, Complaints complaints)
    {
        var name = text?.Trim();
        var complaint = string.IsNullOrEmpty(name) ? new Complaint("required") : PlainText.Judge(name, MaxLength);
        if (complaint is null)
            return name;
        complaints.Add(Member, [complaint]);
        return null;
    }
}
