public class UseSub { public static void go() { new Part(); new SubApi(); } }
