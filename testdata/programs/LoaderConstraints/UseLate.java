public class UseLate { public static void go() { new Api().take(null); new Other(); } }
