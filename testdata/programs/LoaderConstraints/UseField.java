public class UseField { public static void go() { new Part(); new Api().field = null; } }
