namespace AuthServer.Ui.Desk;

/// <summary>Where a form asks for the password once more, if it has to (<see cref="StepUp"/>).</summary>
/// <param name="Handler">That the form is sent to; null: the one without a name.</param>
/// <param name="Id">Of the field, on its page.</param>
internal sealed record StepUpField(string? Handler, string Id);
