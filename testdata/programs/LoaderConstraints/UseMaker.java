public class UseMaker { public static void go() { new Part(); new Maker(); } }
