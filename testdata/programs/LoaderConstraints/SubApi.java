public class SubApi extends Api { @Override public Part get() { return null; } }
