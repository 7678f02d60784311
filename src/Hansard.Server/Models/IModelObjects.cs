using Hansard.Server.Contract;

namespace Hansard.Server.Models;

/// <summary>The models in the form in which OpenAI's API lists them, where that is served.</summary>
internal interface IModelObjects
{
    /// <summary>All of them, those that are no other names for one first.</summary>
    IReadOnlyList<ModelObjectResponse> List();
}
