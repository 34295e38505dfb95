Console.Error.WriteLine("usage: assistant eval nl2sql|gate ...");
return 2;
