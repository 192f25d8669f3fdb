using Mono.Cecil;
using Mono.Cecil.Cil;

namespace AuthServer.Tests.HouseRules;

/// <summary>
/// Which types a compiled type uses: bases, signatures, attributes, generic arguments and everything in method bodies.
/// What the compiler has nested into a type counts as the type's own.
/// </summary>
internal static class TypeUses
{
    /// <summary>Every use in a module, by its outermost type.</summary>
    public static IEnumerable<(TypeDefinition User, TypeReference Used)> In(ModuleDefinition module) =>
        module.Types.SelectMany(user => Of(user).SelectMany(Parts).DistinctBy(t => t.FullName).Select(used => (user, used)));

    /// <summary>The outermost type around one.</summary>
    public static TypeReference Outermost(TypeReference type) =>
        type.DeclaringType is { } around ? Outermost(around) : type;

    private static IEnumerable<TypeReference?> Of(TypeDefinition type) =>
    [
        type.BaseType,
        .. type.Interfaces.Select(i => i.InterfaceType),
        .. Attributes(type),
        .. type.GenericParameters.SelectMany(Constraints),
        .. type.Fields.SelectMany(f => Attributes(f).Append(f.FieldType)),
        .. type.Properties.SelectMany(p => Attributes(p).Append(p.PropertyType)),
        .. type.Events.SelectMany(e => Attributes(e).Append(e.EventType)),
        .. type.Methods.SelectMany(Of),
        .. type.NestedTypes.SelectMany(Of),
    ];

    private static IEnumerable<TypeReference?> Of(MethodDefinition method) =>
    [
        method.ReturnType,
        .. Attributes(method),
        .. Attributes(method.MethodReturnType),
        .. method.Parameters.SelectMany(p => Attributes(p).Append(p.ParameterType)),
        .. method.GenericParameters.SelectMany(Constraints),
        .. method.Overrides.Select(o => o.DeclaringType),
        .. method.HasBody ? Of(method.Body) : [],
    ];

    private static IEnumerable<TypeReference?> Of(MethodBody body) =>
    [
        .. body.Variables.Select(v => v.VariableType),
        .. body.ExceptionHandlers.Select(h => h.CatchType),
        .. body.Instructions.SelectMany(i => Of(i.Operand)),
    ];

    private static IEnumerable<TypeReference?> Of(object? operand) => operand switch
    {
        TypeReference type => [type],
        FieldReference field => [field.DeclaringType, field.FieldType],
        GenericInstanceMethod method => [.. method.GenericArguments, .. Of(method.ElementMethod)],
        MethodReference method =>
            [method.DeclaringType, method.ReturnType, .. method.Parameters.Select(p => p.ParameterType)],
        CallSite call => [call.ReturnType, .. call.Parameters.Select(p => p.ParameterType)],
        _ => [],
    };

    private static IEnumerable<TypeReference?> Constraints(GenericParameter parameter) =>
        parameter.Constraints.Select(c => c.ConstraintType).Concat(Attributes(parameter));

    private static IEnumerable<TypeReference?> Attributes(ICustomAttributeProvider provider) =>
        provider.CustomAttributes.SelectMany(a =>
            a.ConstructorArguments
                .Concat(a.Properties.Select(p => p.Argument))
                .Concat(a.Fields.Select(f => f.Argument))
                .SelectMany(Named)
                .Prepend(a.AttributeType));

    // typeof(X) in an attribute, also in an array of them.
    private static IEnumerable<TypeReference?> Named(CustomAttributeArgument argument) => argument.Value switch
    {
        TypeReference type => [argument.Type, type],
        CustomAttributeArgument[] several => several.SelectMany(Named),
        CustomAttributeArgument boxed => Named(boxed),
        _ => [argument.Type],
    };

    private static IEnumerable<TypeReference> Parts(TypeReference? type) => type switch
    {
        null or GenericParameter => [],
        GenericInstanceType generic => [.. Parts(generic.ElementType), .. generic.GenericArguments.SelectMany(Parts)],
        FunctionPointerType pointer => [.. Parts(pointer.ReturnType), .. pointer.Parameters.SelectMany(p => Parts(p.ParameterType))],
        IModifierType modified => [.. Parts(modified.ElementType), .. Parts(modified.ModifierType)],
        TypeSpecification wrapped => Parts(wrapped.ElementType),
        _ => [type],
    };
}
