"""The cities' side: being asked, commenting paragraph by paragraph, handing in."""
