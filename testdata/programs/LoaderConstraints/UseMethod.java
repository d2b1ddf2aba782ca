public class UseMethod { public static void go() { new Part(); new Api().get(); } }
