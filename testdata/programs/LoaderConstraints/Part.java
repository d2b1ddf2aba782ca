public class Part { }
