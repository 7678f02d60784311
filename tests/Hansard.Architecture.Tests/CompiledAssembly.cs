using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Hansard.Architecture.Tests;

/// <summary>
/// Which folders of a compiled assembly use which: read from its metadata and code, so a constant or a cref, which leave no trace there,
/// do not count.
/// </summary>
/// <param name="folderOf">The folder of a type by its full name; null for a type that belongs to none.</param>
internal sealed class CompiledAssembly(Func<string, string?> folderOf)
{
    private readonly Dictionary<Arrow, string> _arrows = [];

    /// <summary>Reads an assembly.</summary>
    /// <returns>Every arrow between two folders, with an example of who uses what.</returns>
    public IReadOnlyDictionary<Arrow, string> Read(string path)
    {
        using var assembly = AssemblyDefinition.ReadAssembly(path);
        foreach (var type in assembly.MainModule.GetTypes()) Read(type);
        return _arrows;
    }

    private void Read(TypeDefinition type)
    {
        Use(type, type.BaseType);
        foreach (var implemented in type.Interfaces) Use(type, implemented.InterfaceType);
        foreach (var field in type.Fields) Use(type, field.FieldType);
        foreach (var parameter in type.GenericParameters) Constraints(type, parameter);
        Attributes(type, type);
        foreach (var property in type.Properties) Attributes(type, property);
        foreach (var method in type.Methods)
        {
            Signature(type, method);
            Attributes(type, method);
            foreach (var parameter in method.GenericParameters) Constraints(type, parameter);
            if (method.HasBody) Body(type, method.Body);
        }
    }

    private void Body(TypeDefinition type, MethodBody body)
    {
        foreach (var variable in body.Variables) Use(type, variable.VariableType);
        foreach (var handler in body.ExceptionHandlers) Use(type, handler.CatchType);
        foreach (var instruction in body.Instructions)
        {
            switch (instruction.Operand)
            {
                case TypeReference used:
                    Use(type, used);
                    break;
                case MethodReference called:
                    Use(type, called.DeclaringType);
                    Signature(type, called);
                    if (called is GenericInstanceMethod generic) foreach (var argument in generic.GenericArguments) Use(type, argument);
                    break;
                case FieldReference field:
                    Use(type, field.DeclaringType);
                    Use(type, field.FieldType);
                    break;
            }
        }
    }

    private void Signature(TypeDefinition type, MethodReference method)
    {
        Use(type, method.ReturnType);
        foreach (var parameter in method.Parameters) Use(type, parameter.ParameterType);
    }

    private void Constraints(TypeDefinition type, GenericParameter parameter)
    {
        foreach (var constraint in parameter.Constraints) Use(type, constraint.ConstraintType);
    }

    private void Attributes(TypeDefinition type, ICustomAttributeProvider provider)
    {
        foreach (var attribute in provider.CustomAttributes)
        {
            Use(type, attribute.AttributeType);
            foreach (var argument in attribute.ConstructorArguments) Use(type, argument.Value as TypeReference);
        }
    }

    private void Use(TypeDefinition user, TypeReference? used)
    {
        switch (used)
        {
            case null or GenericParameter:
                return;
            case GenericInstanceType generic:
                Use(user, generic.ElementType);
                foreach (var argument in generic.GenericArguments) Use(user, argument);
                return;
            case TypeSpecification of:
                Use(user, of.ElementType);
                return;
        }

        if (folderOf(Outermost(user).FullName) is { } from && folderOf(Outermost(used).FullName) is { } to && from != to)
            _arrows.TryAdd(new Arrow(from, to), $"{Outermost(user).Name} uses {Outermost(used).Name}");
    }

    private static TypeReference Outermost(TypeReference type) => type.DeclaringType is { } outer ? Outermost(outer) : type;
}
