namespace Assistant.Skills.Storage;

/// <summary>The assistant's own database cannot be used; the message says why and what to do, in words for who starts the server.</summary>
public sealed class DatabaseNotReadyException(string message, Exception? cause = null) : Exception(message, cause);
