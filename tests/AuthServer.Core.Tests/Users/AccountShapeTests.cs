using System.Text.Json;
using AuthServer.Core.Users;
using Xunit;

namespace AuthServer.Core.Tests.Users;

public sealed class AccountShapeTests
{
    private static readonly AccountShape Shape = Accounts.Shape;

    [Fact]
    public void First_kind_is_the_default_one_and_an_unknown_one_is_none()
    {
        Assert.Equal("user", Shape.FindKind(null)?.Kind);
        Assert.Equal("supplier", Shape.FindKind("supplier")?.Kind);
        Assert.Null(Shape.FindKind("Supplier"));
        Assert.Null(new AccountShape([], []).FindKind(null));
    }

    [Fact]
    public void Form_asks_for_what_the_kind_has_and_needs()
    {
        var fields = Shape.FormOf(Shape.Kinds[2]).Fields;

        Assert.Equal(
            ["full_name", "email", "phone_number", "company_name", "client_type", "employees", "rating", "newsletter", "password"],
            fields.Select(f => f.Name));
        Assert.Equal(
            ["full_name", "email", "phone_number", "company_name", "password"],
            fields.Where(f => f.IsRequired).Select(f => f.Name));
        Assert.Equal(20, fields[3].MaxLength);
        Assert.Equal(["council", "private"], fields[4].OneOf);
        Assert.Null(fields[5].MaxLength);
        Assert.DoesNotContain(Shape.FormOf(Shape.Kinds[0]).Fields, f => f.Name == "company_name" || f.Name == "client_type");
    }

    [Fact]
    public void What_fits_is_stored_as_it_is_less_the_space_around_texts()
    {
        var (read, complaints) = ReadNew(2, """
            {"company_name":"  Åke & Söhne 🚚 ","client_type":"council","employees":12,"rating":4.5,"newsletter":true}
            """);

        Assert.True(complaints.IsEmpty);
        Assert.Equal("Åke & Söhne 🚚", read["company_name"].GetString());
        Assert.Equal(("12", "4.5"), (read["employees"].GetRawText(), read["rating"].GetRawText()));
        Assert.True(read["newsletter"].GetBoolean());
    }

    [Theory]
    [InlineData("company_name", "\"aaaaaaaaaaaaaaaaaaaaa\"", "too_long")]
    [InlineData("company_name", "\"a\\u0000b\"", "not_text")]
    [InlineData("company_name", "\"a\\nb\"", "not_text")]
    [InlineData("company_name", "\"a\\u2028b\"", "not_text")]
    [InlineData("company_name", "\"a\\u202eb\"", "not_text")]
    [InlineData("company_name", "\"a\\ud800b\"", "not_text")]
    [InlineData("company_name", "7", "wrong_type")]
    [InlineData("company_name", "{}", "wrong_type")]
    [InlineData("company_name", "[\"a\"]", "wrong_type")]
    [InlineData("client_type", "\"Council\"", "not_one_of")]
    [InlineData("employees", "\"12\"", "not_an_integer")]
    [InlineData("employees", "1.5", "not_an_integer")]
    [InlineData("employees", "9007199254740992", "not_an_integer")]
    [InlineData("rating", "\"4\"", "not_a_number")]
    [InlineData("rating", "1e999", "not_a_number")]
    [InlineData("newsletter", "\"true\"", "not_a_boolean")]
    [InlineData("newsletter", "1", "not_a_boolean")]
    [InlineData("shoe_size", "43", "unknown")]
    [InlineData("email_verified", "true", "unknown")]
    [InlineData("roles", "[\"admin\"]", "unknown")]
    public void What_does_not_fit_is_refused_by_its_name(string member, string value, string code)
    {
        var (read, complaints) = ReadNew(2, $$"""{"company_name":"Acme"}""", (member, value));

        Assert.Equal(code, Assert.Single(complaints.Of(member)).Code);
        Assert.DoesNotContain(member == "company_name" ? "" : member, read.Keys);
    }

    [Fact]
    public void Required_member_that_is_missing_empty_or_null_is_told_once()
    {
        foreach (var values in new[] { "{}", """{"company_name":"  "}""", """{"company_name":null}""" })
            Assert.Equal(new Complaint("required"), Assert.Single(ReadNew(1, values).Complaints.Of("company_name")));
    }

    [Fact]
    public void Member_of_another_kind_is_unknown() =>
        Assert.Equal("unknown", ReadNew(0, """{"company_name":"Acme"}""").Complaints.Of("company_name")[0].Code);

    [Fact]
    public void What_was_left_empty_is_not_stored()
    {
        var (read, complaints) = ReadNew(0, """{"employees":null}""");
        Assert.True(complaints.IsEmpty);
        Assert.Empty(read);
    }

    [Fact]
    public void Change_takes_away_what_is_null_unless_it_is_required()
    {
        var complaints = new Complaints();
        var changes = Shape.ReadChanges("client", Values("""{"client_type":null,"company_name":"","rating":3}"""), complaints);

        Assert.Null(changes["client_type"]);
        Assert.Equal("3", changes["rating"]?.GetRawText());
        Assert.Equal("required", Assert.Single(complaints.Of("company_name")).Code);
        Assert.Equal(["company_name"], complaints.Members);
    }

    [Fact]
    public void Account_that_nobody_registered_may_have_all_members()
    {
        var complaints = new Complaints();
        Assert.Equal(2, Shape.ReadChanges(null, Values("""{"company_name":"A","client_type":"private"}"""), complaints).Count);
        Assert.True(complaints.IsEmpty);
    }

    [Theory]
    [InlineData("string", " a ", "\"a\"")]
    [InlineData("integer", "12", "12")]
    [InlineData("integer", "twelve", "\"twelve\"")]
    [InlineData("integer", "1 2", "\"1 2\"")]
    [InlineData("number", "1.50", "1.50")]
    [InlineData("number", "{}", "\"{}\"")]
    [InlineData("boolean", "on", "true")]
    [InlineData("boolean", "false", "false")]
    [InlineData("boolean", "maybe", "\"maybe\"")]
    [InlineData("string", "  ", null)]
    [InlineData("integer", null, null)]
    public void Text_of_a_form_becomes_the_value_that_it_stands_for(string type, string? text, string? json) =>
        Assert.Equal(json, ProfileText.ToJson(type, text)?.GetRawText());

    [Theory]
    [InlineData("https://evil.example/?x=<script>", true)]
    [InlineData("Ada\r\nBcc: x@y.example", false)]
    [InlineData("{{7*7}} @(1+1) {0} =cmd", true)]
    [InlineData(" Ada ", true)]
    [InlineData("   ", false)]
    [InlineData(null, false)]
    public void Name_is_any_text_on_one_line(string? text, bool isOne)
    {
        var complaints = new Complaints();
        Assert.Equal(isOne ? text?.Trim() : null, PersonName.Read(text, complaints));
        Assert.Equal(isOne, complaints.IsEmpty);
    }

    private static (Dictionary<string, JsonElement> Read, Complaints Complaints) ReadNew(
        int kind, string values, params (string Name, string Json)[] more)
    {
        var complaints = new Complaints();
        var all = Values(values);
        foreach (var (name, json) in more)
            all[name] = JsonElement.Parse(json);
        return (Shape.ReadNew(Shape.Kinds[kind], all, complaints), complaints);
    }

    private static Dictionary<string, JsonElement> Values(string json) =>
        JsonElement.Parse(json).EnumerateObject().ToDictionary(p => p.Name, p => p.Value);
}
