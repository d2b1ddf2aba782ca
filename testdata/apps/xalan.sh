# package: libxalan2-java
# quick
CP=/usr/share/java/xalan2.jar:/usr/share/java/serializer.jar:/usr/share/java/xercesImpl.jar:/usr/share/java/xmlParserAPIs.jar:/usr/share/java/bcel.jar
cat > in.xml <<'X'
<list><p n="b"><q>2</q></p><p n="a"><q>3</q></p><p n="c"><q>x&amp;y</q></p></list>
X
cat > t.xsl <<'X'
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:j="http://xml.apache.org/xalan/java" exclude-result-prefixes="j">
<xsl:output method="html" indent="yes"/><xsl:param name="who" select="'nobody'"/><xsl:key name="k" match="p" use="@n"/>
<xsl:template match="/"><html><h1><xsl:value-of select="$who"/></h1><xsl:apply-templates select="list/p"><xsl:sort select="@n"/></xsl:apply-templates>
<xsl:value-of select="format-number(1234.5, '#,##0.00')"/><xsl:value-of select="key('k','a')/q"/><xsl:call-template name="r"><xsl:with-param name="i" select="5"/></xsl:call-template></html></xsl:template>
<xsl:template match="p"><b id="{@n}"><xsl:number/>: <xsl:value-of select="q"/></b></xsl:template>
<xsl:template name="r"><xsl:param name="i"/><xsl:if test="$i &gt; 0"><i><xsl:value-of select="$i"/></i><xsl:call-template name="r"><xsl:with-param name="i" select="$i - 1"/></xsl:call-template></xsl:if></xsl:template>
</xsl:stylesheet>
X
x() { java -cp $CP "$@" 2>&1; }
x org.apache.xalan.xslt.Process -IN in.xml -XSL t.xsl -PARAM who somebody
x org.apache.xalan.xslt.Process -XSLTC -IN in.xml -XSL t.xsl
x org.apache.xalan.xslt.Process -IN in.xml -XSL missing.xsl | sed "s|$PWD|HERE|g"; 
x org.apache.xalan.xslt.EnvironmentCheck | grep -cE 'version'
x org.apache.xalan.xsltc.cmdline.Compile t.xsl && ls *.class && java -cp .:$CP org.apache.xalan.xsltc.cmdline.Transform in.xml t
