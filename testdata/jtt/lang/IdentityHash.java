// runs: (1)=true; (500)=true
public class IdentityHash {
    public static boolean test(int n) {
        Object[] os = new Object[n];
        int[] hs = new int[n];
        for (int i = 0; i < n; i++) hs[i] = System.identityHashCode(os[i] = i % 2 == 0 ? new Object() : new int[i]);
        System.gc();
        for (int i = 0; i < n; i++) if (System.identityHashCode(os[i]) != hs[i]) return false;
        return System.identityHashCode(null) == 0;
    }
}
