using System.Text.Json.Nodes;
using AuthServer.Core.Accounts;
using AuthServer.Core.Users;
using AuthServer.Ui.Desk;
using AuthServer.Ui.Interaction;
using Microsoft.AspNetCore.Mvc;

namespace AuthServer.Ui.Pages.Admin;

/// <summary>A new account, made for somebody.</summary>
internal sealed class NewUserModel(AccountCreations creations, AccountSections sections) : AccountPage
{
    private static readonly FormSection Access = new("access", Texts.Later("Access"), null,
    [
        new("invite", Texts.Later("Ask them by mail to choose a password"), Texts.Later("The best way: nobody else ever knows it."), MemberKind.Flag),
        new("password", Texts.Later("Or a password"), Texts.Later("Only where they cannot get mail. Tell it to nobody else."), MemberKind.Secret),
        new("roles", Texts.Later("Roles"), Texts.Later("One a line; they exist already."), MemberKind.Lines),
    ]);

    public DocumentForm Form { get; private set; } = null!; // set before the page is drawn

    [Needs(AdminRights.Owner)]
    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        await PrepareAsync(ct);
        Form = DocumentForm.Of(Form.Sections, new JsonObject { ["invite"] = true });
        return Page();
    }

    [Needs(AdminRights.Owner)]
    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        await PrepareAsync(ct);
        Form = DocumentForm.Of(Form.Sections, Request.Form);
        if (Form.ToDocument() is not { } document)
        {
            Say(Flash.Wrong);
            return Page();
        }

        // What is left empty is not asked for.
        var values = AccountSections.ValuesOf(Form, document).Where(m => m.Value.ValueKind != System.Text.Json.JsonValueKind.Null).ToDictionary();
        switch (await creations.CreateAsync(values, Because(), Languages.Current, ct))
        {
            case AccountOutcome.Done(var id):
                return To($"{List}/{id}", Flash.Created);
            case AccountOutcome.Invalid(var complaints):
                Form = Form.With(complaints);
                Say(Flash.Wrong);
                return Page();
            case var outcome:
                Say(WordOf(outcome));
                return Page();
        }
    }

    private async Task PrepareAsync(CancellationToken ct)
    {
        Trail = TrailTo();
        Form = DocumentForm.Of(await sections.ReadAsync(null, [Access], ct), new JsonObject());
    }
}
